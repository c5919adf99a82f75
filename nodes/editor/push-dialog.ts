/**
 * The dialogs of dlms-push and dlms-decode: rows that follow the medium, ports of the computer, templates by name.
 */
import { suggestPorts } from './dialogs';
import { ask, once } from './runtime';
import { bindVisibility } from './visibility';

interface TemplateName {
  readonly id: string;
  readonly title: string;
}

const templates = once(() => ask<TemplateName[]>('templates'));

const suggestTemplates = (input: JQuery): void => {
  input.autoComplete({
    minLength: 0,
    search: (text, done) => {
      const words = text.toLowerCase();
      templates().then(
        (known) =>
          done(
            known
              .filter(({ id, title }) => `${id} ${title}`.toLowerCase().includes(words))
              .map(({ id, title }) => ({ value: id, label: title })),
          ),
        () => done([]),
      );
    },
  });
};

interface PushFields {
  readonly medium?: string;
  readonly host?: string;
  readonly port?: string;
  readonly path?: string;
  readonly connection?: string;
}

const place = ({ medium, host, port, path, connection }: PushFields): string => {
  if (medium === 'serial') return path ?? '';
  if (medium === 'connection') return connection === undefined ? '' : String(RED.nodes.node(connection)?.name ?? '');
  return medium === 'input' ? '' : `${medium ?? 'tcp'} ${host || '127.0.0.1'}:${port || 4059}`;
};

export const push = {
  prepare(): void {
    bindVisibility('node-input-');
    suggestPorts($('#node-input-path'));
    suggestTemplates($('#node-input-template'));
  },
  /** `push tcp 0.0.0.0:4059` */
  label: (node: PushFields): string => `push ${place(node)}`.trim(),
};

export const decode = {
  prepare(): void {
    bindVisibility('node-input-');
    suggestTemplates($('#node-input-template'));
  },
};
