import path from "node:path";
import { EnvironmentReader } from "../../environment/environment-reader";

/** Where the emulator is, or is to be started. */
export interface EmulatorSettings {
  /** Base URL of the emulator's one endpoint, without a slash at its end. */
  readonly endpoint: string;
  /** Base URL of the stand-in for Rekognition, as the label function on the emulator reaches it. */
  readonly rekognitionEndpoint: string;
  /** Folder of logs, process id, synthesized stacks and Terraform state. */
  readonly directory: string;
}

const HTTP_URL = /^https?:\/\/[^/]+\/?$/;

/**
 * Reads where the emulator is from environment variables.
 *
 * @throws {ConfigError} naming the variable, its value and what would be right.
 */
export function readEmulatorSettings(env: NodeJS.ProcessEnv): EmulatorSettings {
  const reader = new EnvironmentReader(env);
  const url = (name: string, fallback: string): string =>
    (reader.matching(name, HTTP_URL, `a URL such as ${fallback}`) ?? fallback).replace(/\/$/, "");
  const settings: EmulatorSettings = {
    endpoint: url("AWS_ENDPOINT_URL", "http://localhost:4566"),
    rekognitionEndpoint: url("AWS_ENDPOINT_URL_REKOGNITION", "http://localhost:4568"),
    directory: path.resolve(reader.text("LOCAL_DATA_DIR") ?? ".local", "emulator"),
  };
  reader.finish();
  return settings;
}

/** The port of `url` where it is one of this machine's own, which a program started here can listen on. */
export function localPort(url: string): number | undefined {
  const { hostname, port, protocol } = new URL(url);
  if (protocol !== "http:" || !["localhost", "127.0.0.1"].includes(hostname)) return undefined;
  return Number(port || 80);
}
