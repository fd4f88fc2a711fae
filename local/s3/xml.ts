/** The XML that S3 answers with: elements and text, no attributes but the namespace. */

const NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

/** Text, or elements by name. A list repeats its element, `undefined` leaves it out. */
export type XmlContent = string | number | boolean | undefined | XmlElements | readonly XmlContent[];

export interface XmlElements {
  readonly [name: string]: XmlContent;
}

/** A whole document in S3's namespace. */
export function xmlDocument(root: string, content: XmlElements): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${NAMESPACE}">${elements(content)}</${root}>`;
}

/** A whole document without namespace, as S3 sends its errors. */
export function plainXmlDocument(root: string, content: XmlElements): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}>${elements(content)}</${root}>`;
}

function elements(content: XmlElements): string {
  return Object.entries(content)
    .map(([name, value]) => element(name, value))
    .join("");
}

function element(name: string, content: XmlContent): string {
  if (content === undefined) return "";
  if (Array.isArray(content)) return content.map((each) => element(name, each)).join("");
  return `<${name}>${typeof content === "object" ? elements(content as XmlElements) : escapeText(content)}</${name}>`;
}

function escapeText(text: string | number | boolean): string {
  // Control characters too, as S3 does: a parser would otherwise take a key's line feed for white space.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return String(text).replace(/[&<>"'\u0000-\u001f\u007f]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** The text of an element as its author meant it: entities and character references resolved. */
export function unescapeText(text: string): string {
  const named: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
  return text.replace(/&(?:#(\d{1,7})|#x([\da-fA-F]{1,6})|(\w+));/g, (whole, decimal, hex, name) => {
    if (name !== undefined) return named[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
