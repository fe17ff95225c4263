import { type Dialect } from '../dialect.ts';
import { severalOf } from './session.ts';
import { SERVER_SETTINGS, SESSION_SETTINGS, setLimits, settingsUse } from './settings.ts';
import { textOf } from './values.ts';

/** In one packet: both servers go on with what they have got of it when nobody listens any more. */
export const atOnce: NonNullable<Dialect['atOnce']> = async (session, statements, lockTimeout) => {
  let given = false;
  const texts = statements.map(textOf).flatMap((text) => {
    const use = settingsUse(text);
    if (use === 'gives' || use === 'gives back') given = use === 'gives';
    return use === 'takes' && !given ? [SERVER_SETTINGS, text, SESSION_SETTINGS] : [text];
  });
  const wire = await severalOf(session);
  try {
    for (const limit of setLimits(session.server.product, { lockTimeout })) await wire.send(limit);
    await wire.sendAll(texts);
  } finally {
    await wire.close();
  }
};
