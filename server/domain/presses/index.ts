export { handlePress, handlePressJob } from './handle-press.ts';
export { receivePress } from './receive-press.ts';
export { remindPerson, remindPersonJob } from './remind-person.ts';
