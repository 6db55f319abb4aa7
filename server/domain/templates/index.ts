export { eraseRemovedTemplates, removeTemplate, restoreTemplate } from './remove-template.ts';
export { exportTemplates } from './export-templates.ts';
export { importTemplates } from './import-templates.ts';
export { listTemplates } from './list-templates.ts';
export { readTemplateValues } from './read-values.ts';
export { saveTemplate } from './save-template.ts';
export { useTemplate } from './use-template.ts';
