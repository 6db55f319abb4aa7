import { z } from 'zod';
import { TemplateId } from '#shared/contract/ids.ts';
import {
  ExportTemplates,
  ImportTemplates,
  SaveTemplate,
  TemplateAbout,
  UseTemplate,
} from '#shared/contract/template.ts';
import {
  exportTemplates,
  importTemplates,
  listTemplates,
  readTemplateValues,
  removeTemplate,
  restoreTemplate,
  saveTemplate,
  useTemplate,
} from '#server/domain/templates/index.ts';
import { router, teamProcedure } from '../init.ts';

const read = teamProcedure('template.read');
const write = teamProcedure('template.write');
const One = z.object({ id: TemplateId });

export const templatesRouter = router({
  list: read.query(({ ctx }) => listTemplates(ctx.ports, ctx.team)),
  values: read.input(TemplateAbout).query(({ ctx, input }) => readTemplateValues(ctx.ports, ctx.team, input)),
  use: read.input(UseTemplate).mutation(({ ctx, input }) => useTemplate(ctx.ports, ctx.team, input)),
  export: read.input(ExportTemplates).query(({ ctx, input }) => exportTemplates(ctx.ports, ctx.team, input)),
  import: write.input(ImportTemplates).mutation(({ ctx, input }) => importTemplates(ctx.ports, ctx.team, input)),
  save: write.input(SaveTemplate).mutation(({ ctx, input }) => saveTemplate(ctx.ports, ctx.team, input)),
  remove: write.input(One).mutation(({ ctx, input }) => removeTemplate(ctx.ports, ctx.team, input.id)),
  restore: write.input(One).mutation(({ ctx, input }) => restoreTemplate(ctx.ports, ctx.team, input.id)),
});
