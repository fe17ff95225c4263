import { sameData } from '../../../model/digest.ts';
import { type ObjectId, objectId } from '../../../model/id.ts';
import { type TextSearchConfiguration, type TextSearchDictionary } from '../../../model/object.ts';
import { sql } from '../../../model/query.ts';
import { sqlNames } from '../../../model/sql-text.ts';
import { type StepDraft } from '../../../model/step.ts';
import { NO_LOCKS } from '../locks.ts';
import { definitionParts, plainDriver, present, rowsInScope } from '../plain-driver.ts';
import { idents, quote } from '../quote.ts';
import { notOwned, USER_SCHEMAS } from '../scope.ts';

interface DictionaryRow {
  readonly schema: string;
  readonly name: string;
  readonly template: string;
  readonly options: string | null;
  readonly comment: string | null;
}

const dictionary = (o: TextSearchDictionary): string => `TEXT SEARCH DICTIONARY ${quote.name(o.schema, o.name)}`;

/** All options anew, for the server keeps them in the order in which they come; a bare name takes one away. */
function setOptions(before: TextSearchDictionary, after: TextSearchDictionary): string[] | null {
  const [from, to] = [definitionParts(before.definition), definitionParts(after.definition)];
  if (from.get('template') !== to.get('template')) return null;
  const gone = [...from.keys()].filter((key) => !to.has(key));
  const set = [...to].filter(([key]) => key !== 'template').map(([key, value]) => `${key} = ${value}`);
  return [`ALTER ${dictionary(after)} (${[...gone, ...set].join(', ')})`];
}

/** https://www.postgresql.org/docs/current/sql-createtsdictionary.html */
export const textSearchDictionary = plainDriver<'text_search_dictionary'>({
  async read(session, context) {
    const rows = await rowsInScope<DictionaryRow>(
      session,
      context,
      sql`SELECT n.nspname AS schema, d.dictname AS name, d.dictinitoption AS options, obj_description(d.oid, 'pg_ts_dict') AS comment,
                 CASE WHEN pg_ts_template_is_visible(t.oid) THEN quote_ident(t.tmplname) ELSE format('%I.%I', q.nspname, t.tmplname) END AS template
          FROM pg_ts_dict d JOIN pg_namespace n ON n.oid = d.dictnamespace JOIN pg_ts_template t ON t.oid = d.dicttemplate
          JOIN pg_namespace q ON q.oid = t.tmplnamespace
          WHERE ${USER_SCHEMAS} AND ${notOwned('pg_ts_dict', 'd')}
          ORDER BY n.nspname COLLATE "C", d.dictname COLLATE "C"`,
    );
    return rows.map(
      (r): TextSearchDictionary => ({
        kind: 'text_search_dictionary',
        schema: r.schema,
        name: r.name,
        definition: [`template = ${r.template}`, ...(r.options ? [r.options] : [])].join(', '),
        ...present({ comment: r.comment }),
      }),
    );
  },
  target: dictionary,
  create: (o) => [`CREATE ${dictionary(o)} (${o.definition})`],
  change: setOptions,
});

interface ConfigurationRow {
  readonly schema: string;
  readonly name: string;
  readonly parser: string | null;
  readonly mappings: Readonly<Record<string, string>> | null;
  readonly comment: string | null;
}

const configuration = (o: TextSearchConfiguration): string =>
  `TEXT SEARCH CONFIGURATION ${quote.name(o.schema, o.name)}`;

/** Statements that lead from some mappings to others; token types that are treated alike go together. */
function mappingChanges(
  after: TextSearchConfiguration,
  before: TextSearchConfiguration['mappings'] = {},
): readonly string[] {
  const to = after.mappings ?? {};
  const groups = new Map<string, string[]>();
  for (const [token, dictionaries] of Object.entries(to)) {
    if (before[token] === dictionaries) continue;
    const key = `${before[token] === undefined ? 'ADD' : 'ALTER'} ${dictionaries}`;
    groups.set(key, [...(groups.get(key) ?? []), token]);
  }
  const gone = Object.keys(before).filter((token) => to[token] === undefined);
  return [
    ...(gone.length === 0 ? [] : [`ALTER ${configuration(after)} DROP MAPPING FOR ${idents(gone)}`]),
    ...[...groups].map(([key, tokens]) => {
      const [, verb, dictionaries] = /^(\w+) (.*)$/s.exec(key) ?? [];
      return `ALTER ${configuration(after)} ${verb} MAPPING FOR ${idents(tokens)} WITH ${dictionaries}`;
    }),
  ];
}

function dictionaryIds(dictionaries: string): ObjectId[] {
  return sqlNames(dictionaries).map(({ parts }) =>
    objectId('text_search_dictionary', parts.at(-2) ?? 'public', parts.at(-1) ?? ''),
  );
}

const plain = plainDriver<'text_search_configuration'>({
  async read(session, context) {
    const rows = await rowsInScope<ConfigurationRow>(
      session,
      context,
      sql`SELECT n.nspname AS schema, c.cfgname AS name, obj_description(c.oid, 'pg_ts_config') AS comment,
                 CASE WHEN p.oid <> 3722 THEN CASE WHEN pg_ts_parser_is_visible(p.oid) THEN quote_ident(p.prsname)
                                                   ELSE format('%I.%I', q.nspname, p.prsname) END END AS parser,
                 (SELECT json_object_agg(m.alias, m.dicts ORDER BY m.token) FROM (
                    SELECT t.alias, m.maptokentype AS token, string_agg(m.mapdict::regdictionary::text, ', ' ORDER BY m.mapseqno) AS dicts
                    FROM pg_ts_config_map m JOIN ts_token_type(c.cfgparser) t ON t.tokid = m.maptokentype
                    WHERE m.mapcfg = c.oid GROUP BY t.alias, m.maptokentype) m) AS mappings
          FROM pg_ts_config c JOIN pg_namespace n ON n.oid = c.cfgnamespace JOIN pg_ts_parser p ON p.oid = c.cfgparser
          JOIN pg_namespace q ON q.oid = p.prsnamespace
          WHERE ${USER_SCHEMAS} AND ${notOwned('pg_ts_config', 'c')}
          ORDER BY n.nspname COLLATE "C", c.cfgname COLLATE "C"`,
    );
    return rows.map(
      ({ parser, mappings, comment, ...row }): TextSearchConfiguration => ({
        kind: 'text_search_configuration',
        ...row,
        ...present({ parser, mappings, comment }),
      }),
    );
  },
  target: configuration,
  create: (o) => [`CREATE ${configuration(o)} (PARSER = ${o.parser ?? 'pg_catalog."default"'})`, ...mappingChanges(o)],
  change: (before, after) => (before.parser === after.parser ? mappingChanges(after, before.mappings) : null),
  needs: ({ mappings = {} }) => Object.values(mappings).flatMap(dictionaryIds),
});

/** https://www.postgresql.org/docs/current/sql-createtsconfig.html */
export const textSearchConfiguration: typeof plain = {
  ...plain,
  letGo(before, after, id) {
    const { mappings = {} } = before;
    if (!sameData(mappings, after.mappings) || before.parser !== after.parser) return [];
    const kept = Object.entries(mappings).filter(([, dictionaries]) => !dictionaryIds(dictionaries).includes(id));
    const without = { ...after, mappings: Object.fromEntries(kept) };
    const [drop, add] = [mappingChanges(without, mappings), mappingChanges(after, without.mappings)];
    return [
      ...drop.map((sql, i): StepDraft => ({ sql, undo: i === 0 ? add : [], frees: [id], locks: NO_LOCKS })),
      ...add.map((sql, i): StepDraft => ({ sql, undo: i === 0 ? drop : [], needs: [id], locks: NO_LOCKS })),
    ];
  },
};
