import {
  DescribeInstancesCommand,
  type EC2Client,
  type InstanceStateChange,
  StartInstancesCommand,
  StopInstancesCommand,
} from "@aws-sdk/client-ec2";

/** EC2 answered, and its answer is not about the instance: what was asked may not have been done. */
export class UnexpectedAnswerError extends Error {
  override readonly name = "UnexpectedAnswerError";

  constructor(instanceId: string, operation: string) {
    super(`EC2's answer to ${operation} says nothing of ${instanceId}`);
  }
}

/** One EC2 instance. Every method throws what the SDK throws, and {@link UnexpectedAnswerError}. */
export class Instance {
  readonly #client: EC2Client;
  readonly #callTimeout: number;

  /** @param callTimeout limit of all attempts at one call together, in milliseconds. */
  constructor(
    client: EC2Client,
    readonly id: string,
    callTimeout: number,
  ) {
    this.#client = client;
    this.#callTimeout = callTimeout;
  }

  /** Starts the instance. @returns EC2's answer, of the state before and the one now. */
  async start(): Promise<{ StartingInstances: InstanceStateChange[] }> {
    const command = new StartInstancesCommand({ InstanceIds: [this.id] });
    const { StartingInstances = [] } = await this.#client.send(command, this.#options());
    this.#expect(StartingInstances, "StartInstances");
    return { StartingInstances };
  }

  /** Stops the instance. @returns EC2's answer, of the state before and the one now. */
  async stop(): Promise<{ StoppingInstances: InstanceStateChange[] }> {
    const command = new StopInstancesCommand({ InstanceIds: [this.id] });
    const { StoppingInstances = [] } = await this.#client.send(command, this.#options());
    this.#expect(StoppingInstances, "StopInstances");
    return { StoppingInstances };
  }

  /** The instance's state: `pending`, `running`, `stopping`, `stopped`, `shutting-down` or `terminated`. */
  async state(): Promise<string> {
    const command = new DescribeInstancesCommand({ InstanceIds: [this.id] });
    const { Reservations = [] } = await this.#client.send(command, this.#options());
    const instances = Reservations.flatMap(({ Instances = [] }) => Instances);
    const name = instances.find(({ InstanceId }) => InstanceId === this.id)?.State?.Name;
    if (name === undefined) throw new UnexpectedAnswerError(this.id, "DescribeInstances");
    return name;
  }

  #options() {
    return { abortSignal: AbortSignal.timeout(this.#callTimeout) };
  }

  #expect(changes: readonly InstanceStateChange[], operation: string): void {
    if (!changes.some(({ InstanceId }) => InstanceId === this.id)) throw new UnexpectedAnswerError(this.id, operation);
  }
}
