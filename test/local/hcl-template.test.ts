// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are templates of Terraform's.

import { templateExpression } from "../../local/hcl/template";

it.each([
  ["plain", '"plain"'],
  ["", '""'],
  ["${aws_thing.a.id}", "aws_thing.a.id"],
  ["${aws_thing.a.arn}/*", '"${aws_thing.a.arn}/*"'],
  ["${a}${b}", '"${a}${b}"'],
  ['say "hi"\nand \\', '"say \\"hi\\"\\nand \\\\"'],
  ["costs $5 and 5 %", '"costs $5 and 5 %"'],
])("writes the template %j as %s", (template, expression) => {
  expect(templateExpression(template)).toBe(expression);
});

it("leaves what stands in an interpolation as it is, with braces, quotes and interpolations of its own", () => {
  expect(templateExpression('${jsonencode({"a" = {"b" = "x}${c["d"]}y\\"}"}})}')).toBe(
    'jsonencode({"a" = {"b" = "x}${c["d"]}y\\"}"}})',
  );
  expect(templateExpression('${f("}")} and "${g("${h}")}"')).toBe('"${f("}")} and \\"${g("${h}")}\\""');
});

it("keeps a dollar and a brace that stand for themselves", () => {
  expect(templateExpression("$${not.this} but ${this}")).toBe('"$${not.this} but ${this}"');
  expect(templateExpression("$${alone}")).toBe('"$${alone}"');
});

it("refuses what is not closed", () => {
  expect(() => templateExpression("${a")).toThrow("not closed");
  expect(() => templateExpression('${"a}')).toThrow("not closed");
});
