import { gzipSync } from 'node:zlib'
import { build, type Plugin } from 'esbuild'

export type Bundle = { readonly gzipBytes: number; readonly problems: readonly string[] }

/** Node's own modules do not exist in a browser, with the prefix or without it. */
const refuseNode: Plugin = {
  name: 'refuse-node',
  setup({ onResolve }) {
    onResolve({ filter: /^node:/ }, ({ path, importer }) => ({ errors: [{ text: `${importer} imports ${path}` }] }))
  },
}

/** Bundles one built entry as a page would; what the user brings along (`peers`) stays out of the size. */
export async function bundleForBrowser(entry: string, peers: readonly string[]): Promise<Bundle> {
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2023',
    logLevel: 'silent',
    external: [...peers],
    plugins: [refuseNode],
  }).catch((error: { errors?: readonly { text: string }[] }) => ({
    errors: error.errors ?? [{ text: String(error) }],
    outputFiles: [],
  }))
  const [output] = result.outputFiles
  return {
    gzipBytes: output ? gzipSync(output.contents).byteLength : 0,
    problems: result.errors.map(({ text }) => text),
  }
}
