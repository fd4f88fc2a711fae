import os from "node:os";

/** Where and when figures were measured. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly system: string;
  readonly node: string;
  /** ISO 8601, the day. */
  readonly date: string;
}

export function describeMachine(now: Date): Machine {
  return {
    cpu: os.cpus()[0]?.model.trim() || "unknown",
    cores: os.availableParallelism(),
    memoryGb: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.type()} ${os.release()}`,
    node: process.version,
    date: now.toISOString().slice(0, 10),
  };
}

/** The machine in a sentence, together with the command that measures the same again. */
export function machineLine(machine: Machine, command: string): string {
  const { cpu, cores, memoryGb, system, node, date } = machine;
  return `Measured on ${date} by \`${command}\`: ${cores} × ${cpu}, ${memoryGb} GB, ${system}, Node ${node}.`;
}
