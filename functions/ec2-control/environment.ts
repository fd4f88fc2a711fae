import { EnvironmentReader } from "../../environment/environment-reader";

/** What the function takes from its environment, besides what the AWS SDK and Powertools read by themselves. */
export interface Environment {
  /** `INSTANCE_ID`: the one instance that the function controls. */
  readonly instanceId: string;
}

/**
 * Reads and checks the environment.
 *
 * @throws {ConfigError} where `INSTANCE_ID` is missing or wrong.
 */
export function readEnvironment(env: NodeJS.ProcessEnv): Environment {
  const reader = new EnvironmentReader(env);
  const right = "the id of an EC2 instance, such as i-0123456789abcdef0";
  const instanceId = reader.required("INSTANCE_ID", right);
  reader.matching("INSTANCE_ID", /^i-[0-9a-f]+$/, right);
  reader.finish();
  return { instanceId };
}
