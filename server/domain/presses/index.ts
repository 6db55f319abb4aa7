export { forgetPresses } from './forget-presses.ts';
export { handlePress, handlePressJob } from './handle-press.ts';
export { receiveReply } from './reply.ts';
export { receivePress } from './receive-press.ts';
export { remindPerson, remindPersonJob } from './remind-person.ts';
