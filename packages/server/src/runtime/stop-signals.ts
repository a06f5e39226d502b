/** Ends the process well when the operator or the system asks for it. */

/** A stop that takes longer than this is cut short; what is durable stays so. */
const STOP_MS_MAX = 5000;

/** Runs `stop` at the first SIGTERM or SIGINT, then ends with code 0; at the second one ends at once. */
export function onStopSignal(stop: () => Promise<void>): void {
  let isStopping = false;
  const begin = () => {
    if (isStopping) process.exit(1);
    isStopping = true;
    setTimeout(() => process.exit(0), STOP_MS_MAX).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`Stopping failed: ${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", begin);
  process.on("SIGINT", begin);
}
