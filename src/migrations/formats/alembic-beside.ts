import { type RenderedMigration } from '../file.ts';
import { type MigrationSource } from './format.ts';

const INI = `# How Alembic finds the revisions: alembic -c migrations/alembic.ini upgrade head
[alembic]
script_location = %(here)s
version_locations = %(here)s/versions
`;

const ENV = `"""Runs revisions on DATABASE_URL, each in a transaction of its own."""
import os

from alembic import context
from sqlalchemy import create_engine, pool

SCHEMES = {
    'postgres://': 'postgresql+psycopg2://',
    'postgresql://': 'postgresql+psycopg2://',
    'mysql://': 'mysql+pymysql://',
    'mariadb://': 'mysql+pymysql://',
}


def url():
    given = os.environ.get('DATABASE_URL') or context.config.get_main_option('sqlalchemy.url') or ''
    for scheme, driver in SCHEMES.items():
        if given.startswith(scheme):
            return driver + given[len(scheme):]
    return given


def run(**how):
    context.configure(target_metadata=None, transaction_per_migration=True, **how)
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    run(url=url(), literal_binds=True)
else:
    with create_engine(url(), poolclass=pool.NullPool).connect() as connection:
        run(connection=connection)
`;

const MAKO = `"""\${message}

Revision ID: \${up_revision}
Revises: \${down_revision | comma,n}
Create Date: \${create_date}
"""
from alembic import op

revision = \${repr(up_revision)}
down_revision = \${repr(down_revision)}
branch_labels = \${repr(branch_labels)}
depends_on = \${repr(depends_on)}


def upgrade():
    \${upgrades if upgrades else "pass"}


def downgrade():
    \${downgrades if downgrades else "pass"}
`;

/** What Alembic needs beside its revisions, where it is not there yet. */
export function alembicBeside(sources: readonly MigrationSource[]): RenderedMigration[] {
  const files = { 'alembic.ini': INI, 'env.py': ENV, 'script.py.mako': MAKO };
  return Object.entries(files)
    .filter(([path]) => !sources.some((s) => s.name === path))
    .map(([path, text]) => ({ path, text, replaces: true }));
}
