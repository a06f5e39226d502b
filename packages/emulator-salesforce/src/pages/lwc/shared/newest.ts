/** Answers that come in another order than they were asked for. */

/** Counts the questions of one part of a page: each is told whether no later one was asked meanwhile. */
export function newestOnly(): () => () => boolean {
  let asked = 0;
  return () => {
    asked += 1;
    const own = asked;
    return () => own === asked;
  };
}
