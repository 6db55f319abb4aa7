import { handlePress, handlePressJob, remindPerson, remindPersonJob } from '#server/domain/presses/index.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import { handleJob, type JobHandler } from '#server/ports/queue.ts';

/** What follows from buttons that people pressed in the chat. */
export function createPressJobs(ports: ChatPorts): readonly JobHandler[] {
  return [
    handleJob(handlePressJob, (key) => handlePress(ports, key)),
    handleJob(remindPersonJob, (key) => remindPerson(ports, key)),
  ];
}
