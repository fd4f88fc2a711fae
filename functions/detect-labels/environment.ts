/** A variable that the function cannot do without is not set. */
export class MissingEnvironmentVariableError extends Error {
  override readonly name = "MissingEnvironmentVariableError";

  constructor(variable: string) {
    super(`The environment variable ${variable} is not set`);
  }
}

/** What the function takes from its environment, besides what the AWS SDK and Powertools read by themselves. */
export interface Environment {
  /** `DYNAMO_TABLE`: the table of posts. */
  readonly tableName: string;
  /** Whether S3 is at an address of its own, `AWS_ENDPOINT_URL_S3` or `AWS_ENDPOINT_URL`, and not at AWS. */
  readonly hasS3Endpoint: boolean;
}

/**
 * Reads and checks the environment.
 *
 * @throws {MissingEnvironmentVariableError} where `DYNAMO_TABLE` is not set.
 */
export function readEnvironment(env: NodeJS.ProcessEnv): Environment {
  const { DYNAMO_TABLE: tableName } = env;
  if (!tableName) throw new MissingEnvironmentVariableError("DYNAMO_TABLE");
  return { tableName, hasS3Endpoint: Boolean(env.AWS_ENDPOINT_URL_S3 || env.AWS_ENDPOINT_URL) };
}
