import { checkModal, openModal, viewModal } from '../modals.ts';
import { createSecret } from '../ids.ts';
import { refuse } from '../refusal.ts';
import type { ApiMethods, AuthedCall } from './api-call.ts';

export const MODAL_METHODS: ApiMethods = {
  'views.open': { tier: 4, run: open },
  'views.update': { tier: 4, run: update },
};

function open(call: AuthedCall): Record<string, unknown> {
  const { interactivity } = call.state;
  const view = checkModal(call.args.json('view', 'invalid_arguments'));
  const userId = interactivity.takeTrigger(call.args.required('trigger_id'));
  if (!call.workspace.users.has(userId)) refuse(userId);
  const modal = openModal(view, userId);
  interactivity.show(modal);
  return { view: viewModal(modal) };
}

/** With a hash, only while nobody changed the form meanwhile. */
function update(call: AuthedCall): Record<string, unknown> {
  const modal = call.state.interactivity.modals.get(call.args.required('view_id'));
  if (!modal) return refuse('not_found');
  const hash = call.args.text('hash');
  if (hash !== undefined && hash !== modal.hash) refuse('hash_conflict');
  modal.view = checkModal(call.args.json('view', 'invalid_arguments'));
  modal.hash = createSecret(6);
  return { view: viewModal(modal) };
}
