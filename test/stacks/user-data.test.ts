import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { server } from "./server";

const SCRIPT = readFileSync(path.resolve("stacks/user-data/webservice.sh"), "utf8");

/** Commands that only an instance has, or that would change this machine. Each tells what it was called with. */
const STAND_INS = ["dnf", "systemctl", "useradd", "opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl"];

/** Runs the script in a folder that takes the place of `/`, on an instance's commands' stand-ins. */
class Instance {
  readonly root = mkdtempSync(path.join(tmpdir(), "postagram-instance-"));

  constructor() {
    for (const folder of ["etc/logrotate.d", "etc/systemd/system", "opt", "var/log"]) {
      mkdirSync(path.join(this.root, folder), { recursive: true });
    }
    for (const command of STAND_INS) {
      this.#standIn(command.includes("/") ? command : `bin/${command}`, `echo "${path.basename(command)} $*"`);
    }
  }

  /** What the stand-in for the AWS CLI answers `s3api get-object` with. */
  holdsArtifact(content: Buffer): void {
    const file = path.join(this.root, "artifact");
    writeFileSync(file, content);
    this.#standIn("bin/aws", `echo "aws $*"; for last; do true; done; cp '${file}' "$last"`);
  }

  boot(variables: Record<string, string>): { status: number | null; output: string } {
    const script = SCRIPT.replaceAll(/(?<![\w/}*])\/(opt|etc|var)\//g, `${this.root}/$1/`);
    const { status, stdout, stderr } = spawnSync("bash", ["-c", script], {
      env: { PATH: `${this.root}/bin:${process.env.PATH}`, TMPDIR: this.root, ...variables },
      encoding: "utf8",
    });
    return { status, output: stdout + stderr };
  }

  has(file: string): boolean {
    return existsSync(path.join(this.root, file));
  }

  read(file: string): string {
    return readFileSync(path.join(this.root, file), "utf8");
  }

  #standIn(file: string, command: string): void {
    const program = path.join(this.root, file);
    mkdirSync(path.dirname(program), { recursive: true });
    writeFileSync(program, `#!/usr/bin/env bash\n${command}\n`);
    chmodSync(program, 0o755);
  }
}

function archive(): Buffer {
  const folder = mkdtempSync(path.join(tmpdir(), "postagram-archive-"));
  writeFileSync(path.join(folder, "server.js"), "// the webservice\n");
  execFileSync("tar", ["-czf", "webservice.tar.gz", "server.js"], { cwd: folder });
  return readFileSync(path.join(folder, "webservice.tar.gz"));
}

function variables(artifact: Buffer): Record<string, string> {
  return {
    AWS_REGION: "eu-west-3",
    ARTIFACT_BUCKET: "artifacts",
    ARTIFACT_KEY: "webservice.tar.gz",
    ARTIFACT_VERSION: "v7",
    ARTIFACT_SHA256: createHash("sha256").update(artifact).digest("hex"),
    LOG_GROUP: "/postagram/webservice",
    SERVICE_ENVIRONMENT: "BUCKET=images\nDYNAMO_TABLE=posts\nPORT=8080",
  };
}

// The instance's own tools, which other systems spell otherwise.
const onLinux = process.platform === "linux" ? describe : describe.skip;

onLinux("an instance that boots", () => {
  let instance: Instance;
  const artifact = archive();

  beforeEach(() => {
    instance = new Instance();
    instance.holdsArtifact(artifact);
  });

  afterEach(() => rmSync(instance.root, { recursive: true, force: true }));

  it("installs Node 22, fetches that version of the artifact, and starts the service", () => {
    const { status, output } = instance.boot(variables(artifact));
    expect(output).toMatch(/^dnf install .*\bnodejs22\b/m);
    expect(output).toMatch(
      /^aws s3api get-object --region eu-west-3 --bucket artifacts --key webservice\.tar\.gz --version-id v7 /m,
    );
    expect(instance.read("opt/postagram/server.js")).toBe("// the webservice\n");
    expect(output).toMatch(/^systemctl enable --now postagram\.service$/m);
    expect(status).toBe(0);
  });

  it("runs nothing of an artifact that is not the one it was told of", () => {
    const { status, output } = instance.boot({ ...variables(artifact), ARTIFACT_SHA256: "0".repeat(64) });
    expect(status).not.toBe(0);
    expect(instance.has("opt/postagram")).toBe(false);
    expect(output).not.toContain("systemctl enable");
  });

  it("runs the service as a user without rights, in its environment, again whenever it ends", () => {
    const { output } = instance.boot(variables(artifact));
    expect(output).toMatch(/^useradd --system .*--shell \/sbin\/nologin postagram$/m);
    expect(instance.read("etc/postagram/webservice.env")).toBe("BUCKET=images\nDYNAMO_TABLE=posts\nPORT=8080\n");
    const unit = instance.read("etc/systemd/system/postagram.service").split("\n");
    expect(unit).toEqual(
      expect.arrayContaining([
        "User=postagram",
        `EnvironmentFile=${instance.root}/etc/postagram/webservice.env`,
        "ExecStart=/usr/bin/node-22 server.js",
        "Restart=always",
        "StartLimitIntervalSec=0",
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "CapabilityBoundingSet=",
      ]),
    );
  });

  it("ships what the service and the boot write to the log group, from files that are kept small", () => {
    instance.boot(variables(artifact));
    const { logs } = JSON.parse(instance.read("etc/postagram/cloudwatch-agent.json"));
    expect(logs.logs_collected.files.collect_list).toEqual(
      ["boot", "webservice"].map((name) => ({
        file_path: `${instance.root}/var/log/postagram/${name}.log`,
        log_group_name: "/postagram/webservice",
        log_stream_name: `{instance_id}/${name}`,
      })),
    );
    expect(instance.read("var/log/postagram/boot.log")).toContain("dnf install");
    expect(instance.read("etc/systemd/system/postagram.service")).toContain(
      `StandardOutput=append:${instance.root}/var/log/postagram/webservice.log`,
    );
    expect(instance.read("etc/logrotate.d/postagram")).toMatch(/copytruncate/);
  });
});

describe("what the launch template tells an instance", () => {
  /** The lines before the script. */
  function linesOf(env: NodeJS.ProcessEnv = {}): string[] {
    const [, list = ""] = /user-data_lines_\w+ = \[\n(.*?)\n\]/s.exec(server(env).hcl()) ?? [];
    return list.split("\n").map((line) => line.replace(/^"|",?$/g, ""));
  }

  it("is which version of the artifact to run, and its hash", () => {
    expect(linesOf()).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^export ARTIFACT_BUCKET='\$\{aws_s3_bucket\.artifact_\S+\.bucket\}'$/),
        "export ARTIFACT_KEY='webservice.tar.gz'",
        expect.stringMatching(/^export ARTIFACT_VERSION='\$\{aws_s3_object\.artifact_\S+\.version_id\}'$/),
        expect.stringMatching(/^export ARTIFACT_SHA256='\$\{filesha256\("assets\/\S+\/webservice\.tar\.gz"\)\}'$/),
        expect.stringMatching(/^export LOG_GROUP='\$\{aws_cloudwatch_log_group\.\S+\.name\}'$/),
      ]),
    );
  });

  it("is the webservice's environment", () => {
    const lines = linesOf({
      AWS_REGION: "eu-west-1",
      FEED_SHARDS: "8",
      RATE_LIMIT: "60",
      ALLOWED_ORIGINS: "https://app.example",
    });
    const environment = lines.slice(
      lines.findIndex((line) => line.startsWith("export SERVICE_ENVIRONMENT=")),
      -1,
    );
    expect(environment).toEqual([
      "export SERVICE_ENVIRONMENT='NODE_ENV=production",
      "AWS_REGION=eu-west-1",
      expect.stringMatching(/^BUCKET=\$\{local\.serverless_bucket_\w+\}$/),
      expect.stringMatching(/^DYNAMO_TABLE=\$\{local\.serverless_dynamo_table_\w+\}$/),
      "HOST=0.0.0.0",
      "PORT=8080",
      "FEED_SHARDS=8",
      "RATE_LIMIT=60",
      "ALLOWED_ORIGINS=https://app.example",
      expect.stringMatching(/^TRUSTED_PROXIES=\$\{join\(",", \[.*data\.aws_subnet\.\S+: val\.cidr_block\]\)\}$/),
      "DRAIN_SECONDS=15'",
    ]);
    expect(lines.at(-1)).toMatch(/^\$\{file\("assets\/\S+\/webservice\.sh"\)\}$/);
  });

  it("is an emulator's address where there is one", () => {
    const AWS_ENDPOINT_URL = "http://localhost:4566";
    expect(linesOf({ AWS_ENDPOINT_URL })).toContain(`AWS_ENDPOINT_URL=${AWS_ENDPOINT_URL}'`);
  });

  it("fits, with the script, into the 16 KB that EC2 takes", () => {
    expect(SCRIPT.length + linesOf().join("\n").length).toBeLessThan(16 * 1024);
  });
});
