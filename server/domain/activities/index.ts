export { listActivities } from './list-activities.ts';
export { getOwnActivity } from './load-activity.ts';
export { addActivity, changeActivity, removeActivity, restoreActivity } from './write-activity.ts';
export { readTimeline } from './read-timeline.ts';
