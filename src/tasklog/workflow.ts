import { Listr, type ListrRenderer, ListrTaskEventType, type ListrTaskObject } from 'listr2';
import { type Journal } from './journal.ts';

/** One step of a workflow. It may tell how far it is, and what came of it. */
export interface Stage<C> {
  readonly title: string;
  /** A reason to leave it out, or null. */
  readonly skip?: (context: C) => string | null;
  readonly run: (context: C, tell: Tell) => Promise<void>;
}

export interface Tell {
  /** How far it is; replaced by the next one. */
  progress(text: string): void;
  /** What came of it; stands behind the title when the stage is over. */
  result(text: string): void;
}

/** `live`: a list that moves, on a terminal; `plain`: a line for each stage; `silent`: nothing (JSON). */
export type Output = 'live' | 'plain' | 'silent';

/** Runs the stages in order as a listr2 task graph; the first that fails ends it. Each is noted in the journal. */
export async function runWorkflow<C>(
  stages: readonly Stage<C>[],
  context: C,
  options: { readonly output: Output; readonly journal: Journal; readonly write: (text: string) => void },
): Promise<void> {
  const tasks = stages.map((stage) => ({
    title: stage.title,
    skip: () => stage.skip?.(context) ?? false,
    task: async (_: unknown, task: { title: string | undefined; output: string }): Promise<void> => {
      const started = performance.now();
      let outcome = 'done';
      try {
        await stage.run(context, {
          progress: (text) => {
            task.output = text;
          },
          result: (text) => {
            outcome = text;
            task.title = `${stage.title}: ${text}`;
          },
        });
      } catch (error) {
        outcome = 'failed';
        throw error;
      } finally {
        const ms = Math.round(performance.now() - started);
        options.journal.note({ type: 'stage', title: stage.title, status: outcome, ms });
      }
    },
  }));
  const base = { concurrent: false, exitOnError: true, registerSignalListeners: false } as const;
  if (options.output === 'live') {
    await new Listr(tasks, { ...base, rendererOptions: { collapseErrors: false, showErrorMessage: false } }).run();
  } else if (options.output === 'silent') {
    await new Listr(tasks, { ...base, renderer: 'silent' }).run();
  } else {
    await new Listr(tasks, { ...base, renderer: PlainRenderer, rendererOptions: { write: options.write } }).run();
  }
}

const SECOND = 1000;

/** A line for each stage when it ends, and for where it is at most once a second: a long statement is named while it runs. */
class PlainRenderer implements ListrRenderer {
  static nonTTY = true;
  static rendererOptions: { write: (text: string) => void };
  static rendererTaskOptions: never;
  private readonly tasks: ListrTaskObject<unknown, typeof PlainRenderer, typeof PlainRenderer>[];
  private readonly options: { write: (text: string) => void };

  constructor(
    tasks: ListrTaskObject<unknown, typeof PlainRenderer, typeof PlainRenderer>[],
    options: { write: (text: string) => void },
  ) {
    this.tasks = tasks;
    this.options = options;
  }

  render(): void {
    for (const task of this.tasks) {
      let newest = '';
      let timer: NodeJS.Timeout | undefined;
      task.on(ListrTaskEventType.OUTPUT, (text: string) => {
        newest = text;
        timer ??= setTimeout(() => {
          timer = undefined;
          this.options.write(`  … ${newest}\n`);
        }, SECOND);
      });
      task.on(ListrTaskEventType.STATE, () => {
        if (!task.isPending()) clearTimeout(timer);
        if (task.isCompleted()) this.options.write(`✔ ${task.title}\n`);
        if (task.hasFailed()) this.options.write(`✖ ${task.title}\n`);
        if (task.isSkipped()) this.options.write(`↓ ${task.message?.skip ?? task.title}\n`);
      });
    }
  }

  end(): void {}
}
