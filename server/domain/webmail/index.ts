export { findSelectors } from './find-selectors.ts';
export { listLosses } from './list-losses.ts';
export { reportLosses } from './report-losses.ts';
