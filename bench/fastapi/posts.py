"""Pages of posts as a few plain lines of FastAPI and boto3 serve them: what bench/ measures the webservice against."""

import os
from typing import Annotated

import boto3
from boto3.dynamodb.conditions import Key
from botocore.config import Config
from fastapi import FastAPI, Query, Response

BUCKET = os.environ["BUCKET"]
TABLE = os.environ["DYNAMO_TABLE"]

# As many connections as FastAPI has threads. Of a resource only its client may be shared by threads.
config = Config(max_pool_connections=40)
dynamodb = boto3.resource("dynamodb", config=config).meta.client
# boto3 still signs by version 2 where it is given an endpoint; AWS takes version 4 alone in regions made since 2014.
s3 = boto3.client("s3", config=config.merge(Config(signature_version="s3v4")))
app = FastAPI()


@app.get("/posts")
def read_posts(response: Response, limit: Annotated[int, Query(ge=1, le=100)], cursor: str | None = None) -> list[dict]:
    condition = Key("feed").eq("FEED#0")
    if cursor is not None:
        condition &= Key("id").lt(f"POST#{cursor.removeprefix('POST#')}")
    items = dynamodb.query(
        TableName=TABLE,
        IndexName="feed",
        KeyConditionExpression=condition,
        ScanIndexForward=False,
        Limit=limit + 1,
    )["Items"]
    if len(items) > limit:
        last = items[limit - 1]["id"].removeprefix("POST#")
        response.headers["link"] = f'</posts?limit={limit}&cursor={last}>; rel="next"'
    return [to_post(item) for item in items[:limit]]


def to_post(item: dict) -> dict:
    post = {"user": item["user"].removeprefix("USER#"), "id": item["id"], "title": item["title"], "body": item["body"]}
    if "key" in item:
        params = {"Bucket": BUCKET, "Key": item["key"]}
        post["image"] = s3.generate_presigned_url("get_object", Params=params, ExpiresIn=3600)
    if "labels" in item:
        post["labels"] = post["label"] = item["labels"]
    return post
