import { TemplateId } from '#shared/contract/ids.ts';
import type { Handlers } from '../../messaging/answer-request.ts';
import type { Core } from '../core.ts';

type Names = Extract<keyof Handlers, `template.${string}`>;

/** Templates: only the server keeps them. */
export function templateRequests(core: Core): Pick<Handlers, Names> {
  return {
    'template.list': () => core.call((api) => api.templates.list.query()),
    'template.values': (about) => core.call((api) => api.templates.values.query(about)),
    'template.use': ({ id, about }) =>
      core.call((api) => api.templates.use.mutate({ id: TemplateId.parse(id), about })),
    'template.save': (input) => core.call((api) => api.templates.save.mutate(input)),
    'template.import': (input) => core.call((api) => api.templates.import.mutate(input)),
    'template.export': (input) => core.call((api) => api.templates.export.query(input)),
    'template.remove': ({ id }) => core.call((api) => api.templates.remove.mutate({ id: TemplateId.parse(id) })),
    'template.restore': ({ id }) => core.call((api) => api.templates.restore.mutate({ id: TemplateId.parse(id) })),
  };
}
