import type { Outputs } from "../deploy/outputs";

/**
 * What `npm run deploy:local` says at its end: the outputs, and how to call what has been deployed.
 *
 * @param env the environment under which it was deployed.
 */
export function describeDeployment(outputs: Outputs, env: NodeJS.ProcessEnv): string {
  const endpoint = env.AWS_ENDPOINT_URL ?? "";
  const width = Math.max(...Object.keys(outputs).map((name) => name.length));
  const list = Object.entries(outputs).map(([name, value]) => `  ${name.padEnd(width)}  ${value}`);
  const ec2 = outputs.ec2_control_url;
  const key = outputs.ec2_control_api_key === undefined ? "" : ` -H 'x-api-key: ${outputs.ec2_control_api_key}'`;
  const json = "-H 'Content-Type: application/json'";
  return `
Outputs
${list.join("\n")}

The EC2 control, behind API Gateway and Lambda
  curl ${ec2}${key}
  curl ${ec2}${key} ${json} -d '{"action":"stop"}'
  curl ${ec2}${key} ${json} -d '{"action":"start"}'

The server stack is there in all its parts, which the emulator's API shows, but no instance runs on it
  curl '${endpoint}/?Action=DescribeLoadBalancers&Version=2015-12-01'
so run the webservice here, on the bucket and the table that were deployed
  ${webserviceVariables(outputs, env)} npm start

npm run emulator -- --stop stops the emulator, which forgets everything.
`;
}

/** The variables under which `npm start` uses what has been deployed. */
function webserviceVariables(outputs: Outputs, env: NodeJS.ProcessEnv): string {
  const variables = {
    BUCKET: outputs.bucket,
    DYNAMO_TABLE: outputs.dynamo_table,
    AWS_ENDPOINT_URL: env.AWS_ENDPOINT_URL,
    AWS_REGION: env.AWS_REGION,
    AWS_ACCESS_KEY_ID: env.AWS_ACCESS_KEY_ID,
    AWS_SECRET_ACCESS_KEY: env.AWS_SECRET_ACCESS_KEY,
  };
  return Object.entries(variables)
    .map(([name, value]) => `${name}=${value}`)
    .join(" ");
}
