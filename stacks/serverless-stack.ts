import { TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import type { ServerlessConfig } from "./config";
import { Ec2Control } from "./constructs/ec2-control";
import { ImageBucket } from "./constructs/image-bucket";
import { LabelFunction } from "./constructs/label-function";
import { PostsTable } from "./constructs/posts-table";
import { PostagramStack } from "./postagram-stack";

export interface ServerlessStackProps {
  readonly config: ServerlessConfig;
}

/**
 * `postagram-serverless`: images, posts and the function that labels them, and an EC2 instance that HTTP calls start and
 * stop.
 */
export class ServerlessStack extends PostagramStack {
  readonly #outputs = new Construct(this, "outputs");

  constructor(scope: Construct, { config }: ServerlessStackProps) {
    super(scope, "postagram-serverless", config);
    const images = new ImageBucket(this, "images", { config });
    const posts = new PostsTable(this, "posts", { config });
    const labels = new LabelFunction(this, "labels", { config, images, posts });
    const ec2Control = new Ec2Control(this, "ec2-control", { config });

    this.#output("bucket", images.name, "Name of the bucket of the posts' images");
    this.#output("dynamo_table", posts.name, "Name of the table of posts");
    this.#output("label_function_name", labels.name, "Name of the function that labels images");
    this.#output(
      "ec2_control_function_name",
      ec2Control.functionName,
      "Name of the function that controls the instance",
    );
    this.#output("ec2_control_api_id", ec2Control.apiId, "Id of the REST API that controls the instance");
    this.#output("ec2_control_url", ec2Control.url, 'Where to POST an action, such as {"action":"start"}');
    this.#output("instance_id", ec2Control.instanceId, "Id of the instance that is controlled");
    if (ec2Control.apiKey !== undefined) {
      this.#output("ec2_control_api_key", ec2Control.apiKey, "What to send to it as x-api-key", true);
    }
  }

  /** An output with exactly this name: the server stack and scripts read it by it. */
  #output(name: string, value: string, description: string, sensitive = false): void {
    new TerraformOutput(this.#outputs, name, { value, description, sensitive, staticId: true });
  }
}
