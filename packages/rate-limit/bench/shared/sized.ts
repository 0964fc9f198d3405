/** How much a benchmark does: with `npm run bench -- --quick` only enough to see that it runs. */
export function sized<Size>(whole: Size, quick: Size): Size {
  return process.env['SDEX_BENCH_QUICK'] === '1' ? quick : whole
}
