import path from "node:path";
import type { WebserviceConfig } from "../webservice/config";
import type { EmbeddedAwsSettings } from "./settings";

/** What `npm start -- --help` prints. */
export const HELP = `Usage: npm start [-- --help]

Runs Postagram on http://localhost:8080: the web app, and its API under /docs.
What has changed since the last start is built first.

With neither BUCKET nor DYNAMO_TABLE set it brings an AWS along: DynamoDB, S3,
Rekognition and the label function run in this process, with their data in
.local/. With both set, in the environment or in .env, it uses that bucket and
that table on AWS, or on the emulator at AWS_ENDPOINT_URL.

.env.example names every variable. The most useful ones here:
  PORT            port of the webservice              (8080)
  LOCAL_AWS_PORT  port of the embedded AWS            (4567)
  LOCAL_DATA_DIR  folder of the embedded AWS's data   (.local)
  LOG_LEVEL       fatal, error, warn, info, debug ... (info)
`;

/** The first lines on the terminal. @param storage what `describeEmbedded` or `describeExternal` says. */
export function describePostagram(url: string, storage: string): string {
  return `
  Postagram      ${url}  (API: ${url}/docs)
${storage}

  curl ${url}/posts -H 'Authorization: ada' -H 'Content-Type: application/json' -d '{"title":"Hello","body":"My first post"}'
  curl '${url}/posts?limit=10'
  curl '${url}/posts?user=ada'

  Ctrl-C stops it; nothing is lost.

`;
}

/** Where posts and pictures are kept, if the AWS is an embedded one. */
export function describeEmbedded(endpoint: string, settings: EmbeddedAwsSettings): string {
  const data = path.relative(process.cwd(), settings.directory) || settings.directory;
  return `  Embedded AWS   ${endpoint}  (DynamoDB, S3, Rekognition, the label function)
  Data           ${data}${path.sep}  (npm run seed fills it; delete it to begin anew)`;
}

/** Where posts and pictures are kept, if bucket and table are somewhere else. */
export function describeExternal(config: WebserviceConfig): string {
  return `  Bucket         ${config.bucket}
  Table          ${config.dynamoTable}
  AWS            ${process.env.AWS_ENDPOINT_URL ?? `region ${process.env.AWS_REGION ?? "of your AWS profile"}`}`;
}
