/**
 * A POSIX shell program that runs one command and ends it when whoever started us is gone, even by kill -9: its stdin is a pipe whose
 * other end only the starter holds. Shell rather than Node because each kept process has one, and a shell costs a megabyte.
 * Descriptor 3 stays free for Node's own channel to a kept Node program.
 * Arguments: the signal that asks the command to stop, the seconds it may take, then the command.
 */
export const KEEPER_SCRIPT = `
signal=$1 grace=$2
shift 2
exec 9<&0 0</dev/null
"$@" 9<&- &
child=$!
for name in TERM INT QUIT HUP; do trap "kill -s $name $child 2>/dev/null" $name; done
(
  trap - TERM INT QUIT HUP
  while read -r _ <&9; do :; done
  trap '' TERM
  kill -s "$signal" "$child"
  left=$((grace * 5))
  while [ "$left" -gt 0 ] && kill -0 "$child"; do
    sleep 0.2
    left=$((left - 1))
  done
  kill -s KILL 0
) >/dev/null 2>&1 &
watcher=$!
exec 9<&-
code=0
while :; do
  wait "$child" 2>/dev/null
  code=$?
  kill -0 "$child" 2>/dev/null || break
done
kill "$watcher" 2>/dev/null
exit "$code"
`;
