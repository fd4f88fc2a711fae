import path from "node:path";
import { AssetType, Fn, TerraformAsset, TerraformLocal } from "cdktf";
import { Construct } from "constructs";
import type { WebserviceArtifact } from "./webservice-artifact";

const SCRIPT = path.resolve(__dirname, "../user-data/webservice.sh");

export interface WebserviceUserDataProps {
  readonly region: string;
  readonly artifact: WebserviceArtifact;
  readonly logGroupName: string;
  /** Environment of the webservice. No secret: whoever can describe instances can read it. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * What instances run when they start for the first time: the shell file, and before it lines of the form `export
 * NAME='value'` that set what the file's head says. Values hold no single quotes.
 */
export class WebserviceUserData extends Construct {
  /** As launch templates want it. */
  readonly base64: string;

  constructor(scope: Construct, id: string, props: WebserviceUserDataProps) {
    super(scope, id);
    const { artifact } = props;
    const script = new TerraformAsset(this, "script", { path: SCRIPT, type: AssetType.FILE });
    const variables = {
      AWS_REGION: props.region,
      ARTIFACT_BUCKET: artifact.bucket,
      ARTIFACT_KEY: artifact.key,
      ARTIFACT_VERSION: artifact.versionId,
      ARTIFACT_SHA256: artifact.sha256,
      LOG_GROUP: props.logGroupName,
      SERVICE_ENVIRONMENT: Object.entries(props.environment)
        .map(([name, value]) => `${name}=${value}`)
        .join("\n"),
    };
    const lines = Object.entries(variables).flatMap(([name, value]) => `export ${name}='${value}'`.split("\n"));
    // By way of a local value: in arguments of functions cdktf escapes what surrounds an expression. It is a list, since
    // cdktf's HCL breaks strings of many lines.
    const text = new TerraformLocal(this, "lines", ["#!/usr/bin/env bash", ...lines, Fn.file(script.path)]);
    this.base64 = Fn.base64encode(Fn.join("\n", text.asList));
  }
}
