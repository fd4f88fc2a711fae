import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { Construct } from "constructs";
import type { StackConfig } from "../config";
import type { NodejsFunction } from "./nodejs-function";

export interface PostsTableProps {
  readonly config: Pick<StackConfig, "environment">;
}

/**
 * The table of posts: by user and id, and by the index `feed`, which has all of them by time. Items that have `expires`,
 * which posts have not, go some time after. Paid by use, recoverable to any second of the last 35 days, and in production
 * not to be deleted.
 */
export class PostsTable extends Construct {
  readonly name: string;
  readonly #table: DynamodbTable;

  constructor(scope: Construct, id: string, { config }: PostsTableProps) {
    super(scope, id);
    this.#table = new DynamodbTable(this, "table", {
      name: "postagram-posts",
      billingMode: "PAY_PER_REQUEST",
      hashKey: "user",
      rangeKey: "id",
      attribute: [
        { name: "user", type: "S" },
        { name: "id", type: "S" },
        { name: "feed", type: "S" },
      ],
      globalSecondaryIndex: [{ name: "feed", hashKey: "feed", rangeKey: "id", projectionType: "ALL" }],
      ttl: { attributeName: "expires", enabled: true },
      pointInTimeRecovery: { enabled: true },
      deletionProtectionEnabled: config.environment === "production",
    });
    this.name = this.#table.name;
  }

  /** Lets a function change posts, and tells it the table's name as `DYNAMO_TABLE`. */
  allowUpdates(fn: NodejsFunction): void {
    fn.role.allow({ sid: "UpdatePosts", actions: ["dynamodb:UpdateItem"], resources: [this.#table.arn] });
    fn.setEnvironment("DYNAMO_TABLE", this.name);
  }
}
