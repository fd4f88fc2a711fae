import { feedKey } from "../../webservice/posts/feed-shards";
import { postKey } from "../../webservice/posts/keys";
import type { LoadRequest } from "./load";
import { PAGE_SIZE } from "./pages";

/** The embedded DynamoDB wants a signature and does not check it. */
const HEADERS = {
  "content-type": "application/x-amz-json-1.0",
  "x-amz-target": "DynamoDB_20120810.Query",
  "x-amz-date": "20260101T000000Z",
  authorization:
    "AWS4-HMAC-SHA256 Credential=bench/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0",
};

/** The query behind a page, as the embedded DynamoDB gets it: what it can do when nothing stands before it. */
export function storeQuery(table: string, cursor: string): LoadRequest {
  const body = {
    TableName: table,
    IndexName: "feed",
    ScanIndexForward: false,
    KeyConditionExpression: "#feed = :feed AND #id < :after",
    ExpressionAttributeNames: { "#feed": "feed", "#id": "id" },
    ExpressionAttributeValues: { ":feed": { S: feedKey(0) }, ":after": { S: postKey(cursor) } },
    Limit: PAGE_SIZE + 1,
  };
  return { method: "POST", path: "/", headers: HEADERS, body: JSON.stringify(body) };
}
