/**
 * Terraform's expression of a string in its JSON syntax, where every string is a template.
 *
 * @see https://developer.hashicorp.com/terraform/language/syntax/json#expression-mapping
 */
export function templateExpression(text: string): string {
  const parts = split(text);
  const [only] = parts;
  if (parts.length === 1 && only?.isInterpolation) return only.text.slice("${".length, -"}".length).trim();
  return `"${parts.map((part) => (part.isInterpolation ? part.text : escapeLiteral(part.text))).join("")}"`;
}

interface Part {
  readonly text: string;
  /** Whether it is `${...}`. */
  readonly isInterpolation: boolean;
}

function split(text: string): Part[] {
  const parts: Part[] = [];
  let literal = 0;
  for (let at = 0; at < text.length; ) {
    if (text.startsWith("$${", at)) {
      at += 3; // a dollar and a brace that stand for themselves
    } else if (text.startsWith("${", at)) {
      const end = interpolationEnd(text, at);
      if (at > literal) parts.push({ text: text.slice(literal, at), isInterpolation: false });
      parts.push({ text: text.slice(at, end), isInterpolation: true });
      literal = at = end;
    } else at++;
  }
  if (literal < text.length) parts.push({ text: text.slice(literal), isInterpolation: false });
  return parts;
}

/** Where the interpolation that begins at `start` ends: braces and strings in it belong to it, to any depth. */
function interpolationEnd(text: string, start: number): number {
  let depth = 0;
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at];
    if (character === "{") depth++;
    else if (character === "}" && --depth === 0) return at + 1;
    else if (character === '"') at = stringEnd(text, at);
  }
  throw new Error(`An interpolation is not closed: ${text.slice(start)}`);
}

/** Where the string that begins at `start` has its closing quote. */
function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '"') return at;
    if (text[at] === "\\") at++;
    else if (text.startsWith("$${", at)) at += 2;
    else if (text.startsWith("${", at)) at = interpolationEnd(text, at) - 1;
  }
  throw new Error(`A string is not closed: ${text.slice(start)}`);
}

function escapeLiteral(literal: string): string {
  return JSON.stringify(literal).slice(1, -1);
}
