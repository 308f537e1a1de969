// What these pages share: a socket whose messages are counted, and one status call.
const parameters = new URLSearchParams(location.search);

function begin(counted) {
  const socket = new WebSocket(parameters.get("socket"));
  let messages = 0;
  socket.onmessage = () => counted(++messages);
}

async function ask() {
  const answer = await fetch(`/api/test/status/${parameters.get("job")}`, { cache: "no-store" });
  const { progress } = await answer.json();
  return String(progress);
}
