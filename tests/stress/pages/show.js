export function show(model) {
  for (const id of Object.keys(model)) document.getElementById(id).textContent = model[id];
}
