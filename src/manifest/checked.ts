import { type Diagnostic } from '../model/diagnostic.ts';
import { type ManifestCache } from './cache.ts';
import { joined } from './joined.ts';
import { located, type Parsed } from './located.ts';
import { parseYaml, placesIn } from './parse.ts';
import { piecesOf } from './pieces.ts';
import { type Source } from './read.ts';
import { type FileKind, validateFile } from './validate.ts';

/** The data of a file, and all that YAML or its JSON Schema has against it. */
export function checked(
  source: Source,
  kind: FileKind,
  cache: ManifestCache,
): { parsed: Parsed | null; diagnostics: readonly Diagnostic[] } {
  const { shown, text } = source;
  const pieces = piecesOf(text);
  const whole = pieces === null ? null : joined(shown, pieces, (piece) => cache.piece(kind, piece.text));
  if (whole !== null) {
    const findings = whole.fresh.length === 0 ? [] : validateFile(kind, whole.parsed);
    if (findings.length === 0) for (const { piece, data } of whole.fresh) cache.putPiece(kind, piece.text, data);
    return { parsed: whole.parsed, diagnostics: findings };
  }
  const known = cache.get(kind, source);
  if (known !== null) return { parsed: located(shown, known.data, placesIn(shown, text)), diagnostics: [] };
  const { parsed, diagnostics } = parseYaml(shown, text);
  if (parsed === null) return { parsed, diagnostics };
  const findings = validateFile(kind, parsed);
  if (findings.length === 0) cache.put(kind, source, parsed.data);
  return { parsed, diagnostics: findings };
}
