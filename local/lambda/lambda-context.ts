import type { Context } from "aws-lambda";

/** Where a function that runs on this machine says it is; the account is the one AWS uses in its documentation. */
const REGION = "us-east-1";
const ACCOUNT = "123456789012";

/**
 * The context of one attempt, as the Lambda runtime for Node gives it to a handler.
 *
 * @param requestId the same for every attempt at one event, as on AWS.
 * @param deadline when the attempt times out, in milliseconds since the epoch.
 */
export function lambdaContext(functionName: string, requestId: string, deadline: number): Context {
  const region = process.env.AWS_REGION ?? REGION;
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName,
    functionVersion: "$LATEST",
    invokedFunctionArn: `arn:aws:lambda:${region}:${ACCOUNT}:function:${functionName}`,
    memoryLimitInMB: "512",
    awsRequestId: requestId,
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: "local",
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    // What Node 0.10 functions ended with: no function here calls them, and the result of a promise is what counts.
    done: noLongerSupported,
    fail: noLongerSupported,
    succeed: noLongerSupported,
  };
}

function noLongerSupported(): never {
  throw new Error("context.done, fail and succeed ended with Node 0.10: return or throw instead");
}
