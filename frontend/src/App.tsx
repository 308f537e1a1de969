import { NavLink, Route, Routes } from "react-router";

import { Home } from "./pages/Home";
import { NotFound } from "./pages/NotFound";
import { Results } from "./pages/Results";
import { TestRunner } from "./pages/TestRunner";

export function App() {
  return (
    <>
      <header className="bar">
        <nav aria-label="Main">
          <NavLink to="/" end className="brand">
            <img src="/favicon.svg" alt="" width="28" height="28" />
            Care Home Data
          </NavLink>
          <NavLink to="/test">New test</NavLink>
        </nav>
      </header>
      <main>
        <Routes>
          <Route path="/" element={<Home />} />
          <Route path="/test" element={<TestRunner />} />
          <Route path="/results/:jobId" element={<Results />} />
          <Route path="*" element={<NotFound />} />
        </Routes>
      </main>
    </>
  );
}
