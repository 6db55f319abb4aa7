// Who may import whom. The house rules in the README's architecture section, as a check.
const forbid = (name, from, to, extra = {}) => ({ name, severity: 'error', from, to: { ...to, ...extra } });
const inside = (...folders) => `^(${folders.join('|')})/`;
/** Our own modules outside the named folders. */
const oursBut = (...folders) => ({ path: '^(shared|server|extension|tests)/', pathNot: inside(...folders) });
const notTests = { pathNot: '\\.test\\.tsx?$' };

export default {
  forbidden: [
    forbid('no-cycles', {}, { circular: true }),
    forbid('resolvable', {}, { couldNotResolve: true }),
    forbid(
      'product-never-imports-tests',
      { path: inside('shared', 'server', 'extension'), ...notTests },
      { path: inside('tests') },
    ),
    forbid('shared-imports-itself', { path: inside('shared'), ...notTests }, oursBut('shared')),
    forbid(
      'shared-needs-zod-only',
      { path: inside('shared'), ...notTests },
      {
        dependencyTypes: ['npm', 'npm-dev', 'core'],
        pathNot: 'node_modules/(\\.pnpm/)?zod',
      },
    ),
    forbid('server-never-imports-extension', { path: inside('server') }, { path: inside('extension') }),
    forbid(
      'only-the-api-client-knows-the-router',
      {
        path: inside('extension'),
        pathNot: '^extension/worker/sync/api-client\\.ts$',
      },
      { path: inside('server') },
    ),
    forbid(
      'the-api-client-takes-types-only',
      { path: '^extension/worker/sync/api-client\\.ts$' },
      {
        path: inside('server'),
        dependencyTypesNot: ['type-only'],
      },
    ),
    forbid(
      'page-views-worker-meet-in-messaging',
      { path: '^extension/(page|views|worker)/' },
      {
        path: '^extension/(page|views|worker)/',
        pathNot: '^extension/$1/',
      },
    ),
    forbid(
      'messaging-stands-alone',
      { path: '^extension/messaging/', ...notTests },
      oursBut('extension/messaging', 'extension/language', 'shared'),
    ),
    // A content script is loaded into every mail page: its few words come from the worker, in one language.
    forbid(
      'content-scripts-carry-no-language',
      { path: '^extension/entrypoints/[a-z]+\\.content/' },
      { path: '^extension/locales/', reachable: true },
    ),
    forbid(
      'language-stands-alone',
      { path: '^extension/language/', ...notTests },
      oursBut('extension/language', 'extension/locales'),
    ),
    forbid(
      'adapters-do-not-know-each-other',
      { path: '^extension/page/webmail/([a-z]+)/' },
      {
        path: '^extension/page/webmail/[a-z]+/',
        pathNot: '^extension/page/webmail/$1/',
      },
    ),
    forbid('nobody-imports-an-entrypoint', { pathNot: '^extension/entrypoints/' }, { path: '^extension/entrypoints/' }),
    forbid('kernel', { path: inside('server/kernel'), ...notTests }, oursBut('server/kernel', 'shared')),
    forbid('db', { path: inside('server/db'), ...notTests }, oursBut('server/db', 'server/kernel', 'shared')),
    forbid(
      'ports',
      { path: inside('server/ports'), ...notTests },
      oursBut('server/ports', 'server/db', 'server/kernel', 'shared'),
    ),
    forbid(
      'domain',
      { path: inside('server/domain'), ...notTests },
      oursBut('server/domain', 'server/ports', 'server/db', 'server/kernel', 'shared'),
    ),
    // What the team says and what the customer gets: neither can turn into the other.
    forbid(
      'two-lanes',
      { path: '^server/domain/(discussions|chat)/', ...notTests },
      { path: '^server/domain/outgoing-mail/' },
    ),
    forbid(
      'two-lanes-back',
      { path: '^server/domain/outgoing-mail/', ...notTests },
      { path: '^server/domain/(discussions|chat)/' },
    ),
    // What people press in the chat knows both, so that neither has to know the other.
    forbid(
      'two-lanes-meet-in-presses',
      { path: '^server/domain/(?!presses/)', ...notTests },
      { path: '^server/domain/presses/' },
    ),
    forbid(
      'domains-by-their-front-door',
      { path: '^server/domain/([a-z-]+)/', ...notTests },
      {
        path: '^server/domain/[a-z-]+/',
        pathNot: ['^server/domain/$1/', '^server/domain/[a-z-]+/index\\.ts$'],
      },
    ),
    forbid(
      'providers',
      { path: '^server/providers/([a-z-]+)/', ...notTests },
      {
        path: '^(shared|server|extension)/',
        pathNot: ['^server/providers/$1/', inside('server/ports', 'server/kernel', 'shared')],
      },
    ),
    forbid(
      'platform',
      { path: inside('server/platform'), ...notTests },
      oursBut('server/platform', 'server/ports', 'server/db', 'server/kernel', 'shared'),
    ),
    forbid(
      'edges-and-jobs',
      { path: inside('server/edges', 'server/jobs'), ...notTests },
      {
        path: '^(shared|server|extension)/',
        pathNot: [
          inside('server/edges', 'server/jobs', 'server/ports', 'server/kernel', 'shared'),
          '^server/domain/[a-z-]+/index\\.ts$',
        ],
      },
    ),
    forbid(
      'main-alone-wires',
      {
        path: '^server/',
        pathNot: [
          '^server/(main|backup|reparse|restore|sign-in-link|verify-audit)\\.ts$',
          '^server/(providers|platform)/',
          '\\.test\\.ts$',
        ],
      },
      {
        path: '^server/(providers|platform)/',
      },
    ),
    forbid('no-unlisted-package', {}, { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] }),
    forbid(
      'product-needs-no-dev-package',
      { path: inside('shared', 'server', 'extension'), ...notTests },
      {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only', 'npm'],
        pathNot: '@types/|/wxt/',
      },
    ),
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: 'specify',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.d\\.ts$|^\\.(output|wxt|build)' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mts', '.js', '.mjs', '.css', '.json'],
    },
  },
};
