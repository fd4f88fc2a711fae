// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are templates of Terraform's.

import type { ProviderSchemas } from "../../local/hcl/provider-schema";
import { type JsonObject, renderHcl } from "../../local/hcl/render";

const SCHEMAS: ProviderSchemas = {
  provider_schemas: {
    "registry.terraform.io/hashicorp/aws": {
      provider: { block: { attributes: { region: {} }, block_types: { default_tags: { block: {} } } } },
      resource_schemas: {
        aws_thing: {
          block: {
            attributes: {
              name: { type: "string" },
              tags: { type: ["map", "string"] },
              rules: { type: ["set", ["object", {}]] },
            },
            block_types: { setting: { block: { block_types: { inner: { block: {} } } } } },
          },
        },
      },
      data_source_schemas: { aws_other: { block: {} } },
    },
  },
};

/** As `terraform fmt` has it, without its indentation. */
function render(configuration: JsonObject): Record<string, string> {
  return renderHcl(configuration, SCHEMAS);
}

it("writes blocks where the provider has blocks, and arguments elsewhere", () => {
  const thing = { name: "a", setting: [{ x: 1, inner: { y: true } }, { x: 2 }], tags: { "a/b": "c", d: "e" } };
  expect(render({ resource: { aws_thing: { one: thing } } })["main.tf"]).toBe(
    `resource "aws_thing" "one" {
name = "a"
tags = {
("a/b") = "c"
d = "e"
}

setting {
x = 1

inner {
y = true
}
}

setting {
x = 2
}
}
`,
  );
});

it("writes arguments that are lists of objects as blocks, and an empty one as a list", () => {
  const rendered = (rules: JsonObject[]) => render({ resource: { aws_thing: { one: { rules } } } })["main.tf"];
  expect(rendered([{ port: 1 }])).toContain("rules {\nport = 1\n}");
  expect(rendered([])).toContain("rules = []");
});

it("writes references bare, and nothing of cdktf's own notes", () => {
  const main = render({
    "//": { metadata: {} },
    resource: {
      aws_thing: {
        one: {
          "//": { metadata: {} },
          depends_on: ["aws_thing.two"],
          provider: "aws.other",
          lifecycle: { ignore_changes: ["name"], create_before_destroy: true, precondition: [{ condition: "${a}" }] },
        },
      },
    },
  })["main.tf"];
  expect(main).toContain("depends_on = [\naws_thing.two,\n]");
  expect(main).toContain("provider = aws.other");
  expect(main).toContain(
    "lifecycle {\nignore_changes = [\nname,\n]\ncreate_before_destroy = true\n\nprecondition {\ncondition = a\n}\n}",
  );
  expect(main).not.toContain("metadata");
});

it("writes a variable with its type and the default that it has, also where that is null", () => {
  const variable = { type: "string", default: null, validation: [{ condition: "${var.key == null}" }] };
  expect(render({ variable: { key: variable } })["variables.tf"]).toBe(
    'variable "key" {\ntype = string\ndefault = null\n\nvalidation {\ncondition = var.key == null\n}\n}\n',
  );
});

it("writes providers, what is required of Terraform, and the backend", () => {
  const { "terraform.tf": text } = render({
    terraform: { required_providers: { aws: { source: "aws", version: "1" } }, backend: { local: { path: "x" } } },
    provider: { aws: [{ region: "r", default_tags: [{ tags: {} }] }, { alias: "other" }] },
  });
  expect(text).toBe(
    `terraform {
required_providers {
aws = {
source = "aws"
version = "1"
}
}

backend "local" {
path = "x"
}
}

provider "aws" {
region = "r"

default_tags {
tags = {}
}
}

provider "aws" {
alias = "other"
}
`,
  );
});

it("refuses what it does not know, rather than to leave it out", () => {
  expect(() => render({ module: {} })).toThrow("module is not supported");
  expect(() => render({ resource: { aws_unknown: { one: {} } } })).toThrow("aws_unknown");
  expect(() => render({ resource: { aws_thing: { one: { provisioner: [] } } } })).toThrow("provisioner");
});
