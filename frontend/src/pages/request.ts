import type { RunRequest } from "../run/types";

/** What the user has filled in. Fields that were left empty are left out. */
export function readRequest(form: FormData): RunRequest {
  const text = (name: string) => (form.get(name) as string).trim();
  const optional = (name: "address" | "city" | "postcode") => (text(name) ? { [name]: text(name) } : {});
  return {
    homeName: text("homeName"),
    ...optional("address"),
    ...optional("city"),
    ...optional("postcode"),
    apisToTest: form.getAll("apisToTest").map(String),
  };
}
