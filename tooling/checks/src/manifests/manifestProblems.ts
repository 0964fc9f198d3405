import type { Manifest } from '../workspace/members.ts'

const node = '>=22.19'

/** `exports` as npm gets it: without our own condition, which leads to sources that are not in the tarball. */
function published(exports: Manifest['exports'] = {}): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(exports).map(([key, target]) => {
      if (typeof target === 'string') return [key, target]
      return [key, Object.fromEntries(Object.entries(target).filter(([condition]) => condition !== '@sdex/source'))]
    }),
  )
}

/** What a public package's manifest lacks, in words. */
export function manifestProblems(manifest: Manifest): string[] {
  const { exports, publishConfig, engines, files, sideEffects } = manifest
  const missing = [
    manifest.license === 'Apache-2.0' || 'license has to be Apache-2.0',
    Boolean(manifest.description) || 'description is missing',
    manifest.type === 'module' || 'type has to be module',
    sideEffects === false || 'sideEffects has to be false',
    engines?.['node'] === node || `engines.node has to be ${node}`,
    ['dist', 'CHANGELOG.md'].every((file) => files?.includes(file)) || 'files has to name dist and CHANGELOG.md',
    publishConfig?.access === 'public' || 'publishConfig.access has to be public',
    typeof exports?.['.'] === 'object' || 'exports has no entry .',
    JSON.stringify(publishConfig?.exports) === JSON.stringify(published(exports)) ||
      'publishConfig.exports has to be exports without @sdex/source',
  ]
  return missing.filter((problem): problem is string => typeof problem === 'string')
}
