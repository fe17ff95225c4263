import { Document, isMap, isSeq, type Node, type Scalar, visit, type YAMLMap, type YAMLSeq } from 'yaml';
import { quoteKey } from './edit-yaml.ts';
import { SECTIONS } from './sections.ts';

type Data = Record<string, unknown>;

/** A file name for a table, the same whatever the file system thinks of case and signs. */
export function fileName(name: string, taken: Set<string>): string {
  const base =
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9._-]+/g, '_')
      .slice(0, 80) || 'table';
  let candidate = base;
  for (let i = 2; taken.has(candidate); i++) candidate = `${base}_${i}`;
  taken.add(candidate);
  return candidate;
}

const HEADER = '# yaml-language-server: $schema=https://unpkg.com/dbops/dist/manifest/schemas/schema.schema.json\n';

/** A schema file. */
export function document(data: Data): string {
  return HEADER + body(data);
}

/** The lines of one entry of a section, from its key on, without the white space before it. */
export function entryLines(section: string, name: string, value: unknown): string[] {
  const [, first = '', ...rest] = body({ [section]: { [name]: value } })
    .trimEnd()
    .split('\n');
  const indent = first.length - first.trimStart().length;
  return [first, ...rest].map((line) => line.slice(indent));
}

/** Leaves stand on one line as a table definition would have them; maps of names stand a name to a line. */
function body(data: Data): string {
  const doc = new Document(data);
  const flow = (node: Node | null): void => {
    if ((isMap(node) || isSeq(node)) && !hasLines(node)) node.flow = true;
  };
  visit(doc, {
    Map(_key, node, path) {
      const keys = path
        .filter((p) => 'key' in p)
        .map((p) => String((p as { key: { value?: unknown } }).key?.value ?? p.key));
      const [top, , section, , ...deeper] = [keys[0], keys[1], keys[2], keys[3], ...keys.slice(4)];
      const inTable = top === 'tables' && keys.length >= 4;
      const small =
        (top === 'sequences' || top === 'extensions' || top === 'schemas' || top === 'enums') && keys.length >= 2;
      const key = top === 'tables' && keys.length === 3 && (section === 'primary_key' || section === 'options');
      const options = top === 'views' && keys.length >= 3;
      const plain = (top ?? '') in SECTIONS && keys.length >= 3;
      if (inTable || small || key || options || plain || deeper.length > 0) flow(node);
    },
    Seq(_key, node) {
      flow(node);
    },
    Scalar(part, node) {
      if (part === 'key') quoteKey(node);
      else if (isLines(node)) node.type = 'BLOCK_LITERAL';
    },
  });
  return doc.toString({ lineWidth: 0, flowCollectionPadding: true });
}

/** A text of several lines that can be read as such only where what holds it is no flow. */
function isLines(node: Scalar): boolean {
  return typeof node.value === 'string' && /\n/.test(node.value) && node.value.trim() !== '';
}

function hasLines(node: YAMLMap | YAMLSeq): boolean {
  let found = false;
  visit(node, {
    Scalar(part, scalar) {
      if (part === 'key' || !isLines(scalar)) return undefined;
      found = true;
      return visit.BREAK;
    },
  });
  return found;
}
