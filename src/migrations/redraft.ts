import { type DraftSection, type MigrationDraft } from './draft.ts';
import { type MigrationFile, type MigrationSection } from './file.ts';
import { notesOf } from './notes.ts';
import { slugOf } from './versions.ts';

/** A migration that is there as one to be written: in another layout, or from a template. */
export function redraft(file: MigrationFile): MigrationDraft {
  const { plan, part, squashes } = file.header;
  const stem = file.name.replace(/\.[a-z.]+$/, '').replace(/^.*\//, '');
  const title = stem.slice(stem.startsWith(file.version) ? file.version.length : 0).replace(/^[VR]?[\d_]*__?/, '');
  return {
    version: file.version,
    slug: slugOf(title),
    title: slugOf(title).replaceAll('_', ' '),
    head: [
      `migration: ${slugOf(title).replaceAll('_', ' ')}`,
      ...(plan === undefined ? [] : [`plan: ${plan}`]),
      ...(part === undefined ? [] : [`part: ${part}`]),
      ...(squashes === undefined ? [] : [`squashes: ${squashes.join(' ')}`]),
    ],
    up: sectionOf(file.up),
    down: file.down === null ? null : sectionOf(file.down),
  };
}

function sectionOf({ transaction, statements, irreversible }: MigrationSection): DraftSection {
  return {
    transaction,
    irreversible: irreversible === undefined ? [] : [irreversible],
    statements: statements.map((statement) => ({
      sql: statement.sql,
      notes: [notesOf(statement).join(' · ')].filter((n) => n !== ''),
    })),
  };
}
