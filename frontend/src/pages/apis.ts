/** The data sources that a test can ask, by the ids of the start call. */
export const APIS = [
  { id: "cqc", name: "Care Quality Commission" },
  { id: "fsa", name: "Food Standards Agency" },
  { id: "companies_house", name: "Companies House" },
  { id: "google_places", name: "Google Places" },
  { id: "perplexity", name: "Perplexity" },
  { id: "besttime", name: "BestTime" },
  { id: "autumna", name: "Autumna" },
] as const;

/** The name of a source, or its id where it is none of ours. */
export function apiName(id: string): string {
  return APIS.find((api) => api.id === id)?.name ?? id;
}
