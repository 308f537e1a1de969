// Runs before the page's own scripts, in every document. It observes and changes nothing that a page can
// tell apart, but for three things: an error thrown in a timer is reported as a browser reports it, where the
// fake clock would hand it to whoever moved the clock; calls to a backend of another origin take its
// cookies along, by which it knows the session; and what goes by the real clock but a page may wait for, a
// request's own timeout and an animation, is brought under the fake one.
(options) => {
  if (window.top !== window || window.__runnerObserver || !location.protocol.startsWith("http")) return;

  // A document that is left hands what it noted, and its time, to the next one: no other way out survives an
  // unload in every browser.
  const CARRIED = "__runnerTape";
  const LOST = "__runnerLost";
  const losses = (count) => sessionStorage.setItem(LOST, String(count).padStart(9, "0"));
  const carried = () => {
    const notes = [{ kind: "lost", notes: Number(sessionStorage.getItem(LOST)) }];
    let now;
    for (let part = 0, handed; (handed = sessionStorage.getItem(CARRIED + part)); part += 1) {
      sessionStorage.removeItem(CARRIED + part);
      notes.push(...JSON.parse(handed).notes);
      now = JSON.parse(handed).now;
    }
    // Room for it is taken now: later there may be none.
    losses(0);
    return { notes, now };
  };
  const { notes: tape, now } = carried();
  let parts = 0;
  let lost = 0;
  let left = false;
  const handOver = (notes) => {
    try {
      sessionStorage.setItem(CARRIED + parts, JSON.stringify({ now: Date.now(), notes }));
      parts += 1;
    } catch {
      losses((lost += notes.length));
    }
  };
  // Where a page is, or a link leads, within the application: its path, with the route that may be in its hash.
  const IN_HASH = /^#!?\/[^?]*/;
  const place = ({ pathname, hash }) => pathname + (IN_HASH.exec(hash)?.[0] ?? "");
  const put = (record) => (left ? handOver([record]) : tape.push(record));
  // Playwright only knows of the clock's first instant: it is the driver who moves it, in each document.
  if (options.virtual && now !== undefined) window.__pwClock.controller.log("pauseAt", 0, now);
  const identity = Math.random();
  let begun = false;
  // What the fake clock has taken the place of.
  const real = window.__pwClock?.builtins;
  const sockets = [];
  const requests = new Set();
  const timers = new Map();
  let frames = 0;
  let awaiting = 0;
  let changes = 0;
  let sent = 0;
  let last = "";
  let lastResults = "";
  let answered = () => {};

  // Danger: the fake clock replays its log at the first look at the time. While init scripts still run the
  // log is not whole, and the clock would go on in real time: nothing here may ask for the time until the
  // document has begun.
  const note = (kind, fields = {}) => {
    changes += 1;
    if (!begun) {
      begun = true;
      put({ kind: "document", at: Date.now(), path: place(location), document: identity });
    }
    put({ kind, at: Date.now(), ...fields });
  };

  // Of a burst one note tells, not thousands.
  const noteMessage = (id) => {
    const before = tape.at(-1);
    if (!left && before?.kind === "socket.message" && before.id === id && before.at === Date.now()) {
      changes += 1;
      before.times += 1;
    } else {
      note("socket.message", { id, times: 1 });
    }
  };

  const LONGEST = 10_000;
  const short = (text) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

  // --- sockets -------------------------------------------------------------------------------------

  const NativeWebSocket = window.WebSocket;
  const seenBy = new WeakMap();
  const isProgress = (url) => {
    try {
      return new URL(url, location.href).pathname === options.socketPath;
    } catch {
      return false;
    }
  };
  const absolute = (url) => {
    try {
      return new URL(url, location.href).href.replace(/^http/, "ws");
    } catch {
      return String(url);
    }
  };

  class ObservedWebSocket extends NativeWebSocket {
    constructor(url, protocols) {
      sent += 1;
      const progress = isProgress(url);
      const seen = { id: sockets.length, messages: 0, sent: 0 };
      try {
        protocols === undefined ? super(url) : super(url, protocols);
      } catch (error) {
        if (progress) {
          sockets.push(seen);
          note("socket.asked", { id: seen.id, url: absolute(url), threw: String(error) });
        }
        throw error;
      }
      if (!progress) return;
      seen.socket = this;
      seen.url = this.url;
      sockets.push(seen);
      seenBy.set(this, seen);
      note("socket.asked", { id: seen.id, url: absolute(url) });
      this.addEventListener("open", () => note("socket.opened", { id: seen.id }));
      this.addEventListener("error", () => note("socket.error", { id: seen.id }));
      this.addEventListener("message", () => {
        seen.messages += 1;
        noteMessage(seen.id);
      });
      this.addEventListener("close", (event) =>
        note("socket.closed", { id: seen.id, code: event.code, reason: event.reason, clean: event.wasClean }),
      );
    }

    send(data) {
      const open = this.readyState === NativeWebSocket.OPEN;
      super.send(data);
      sent += 1;
      const seen = seenBy.get(this);
      if (!seen || !open) return;
      seen.sent += 1;
      note("socket.sent", { id: seen.id, data: typeof data === "string" ? short(data) : "(binary)" });
    }

    close(...codeAndReason) {
      const seen = seenBy.get(this);
      const effective = this.readyState <= NativeWebSocket.OPEN;
      super.close(...codeAndReason);
      if (seen && effective) note("socket.close", { id: seen.id });
      sent += 1;
    }
  }
  Object.defineProperty(ObservedWebSocket, "name", { value: "WebSocket" });
  window.WebSocket = ObservedWebSocket;

  // --- requests and their bodies -------------------------------------------------------------------

  const open = (url, lock) => {
    const { href, pathname } = new URL(url, location.href);
    const request = { path: pathname, lock: lock ? href.split("#", 1)[0] : null, at: Date.now() };
    requests.add(request);
    changes += 1;
    sent += 1;
    return () => {
      if (!requests.delete(request)) return;
      changes += 1;
      answered();
    };
  };

  // The promise that the page gets has to be one that nobody has handled yet, or its rejection is never
  // reported as unhandled.
  const settled = (promise, done) =>
    promise.then(
      (value) => {
        done(value);
        return value;
      },
      (error) => {
        done();
        throw error;
      },
    );
  const noteAnswer = (url, status, givenUp) =>
    note("answer", { path: new URL(url, location.href).pathname, status: status || null, givenUp });

  const abroad = (url) => {
    const { origin, host } = new URL(url, location.href);
    return origin !== location.origin && options.hosts.includes(host);
  };

  const nativeFetch = window.fetch;
  window.fetch = function fetch(input, init) {
    const taken = [...arguments];
    const request = input instanceof Request ? input : undefined;
    const cache = init?.cache ?? request?.cache ?? "default";
    const method = (init?.method ?? request?.method ?? "GET").toUpperCase();
    const signal = init?.signal ?? request?.signal;
    let done = () => {};
    try {
      const url = request ? request.url : input;
      if (abroad(url)) taken[1] = { ...init, credentials: "include" };
      const finish = open(url, method === "GET" && !["no-store", "reload"].includes(cache));
      done = (answer) => {
        finish();
        noteAnswer(url, answer?.status, !answer && signal?.aborted === true);
      };
    } catch {
      // a URL that fetch itself is going to reject
    }
    return settled(nativeFetch.apply(this, taken), done);
  };

  // What the browser answers in its own time, while the clock stands still: bodies, and what libraries ask it for.
  const BODY = ["arrayBuffer", "blob", "bytes", "formData", "json", "text"];
  const PROMISED = {
    Blob: ["arrayBuffer", "bytes", "text"],
    Cache: ["delete", "keys", "match", "matchAll"],
    CacheStorage: ["delete", "has", "keys", "match", "open"],
    CookieStore: ["delete", "get", "getAll", "set"],
    Permissions: ["query"],
    Request: BODY,
    Response: BODY,
    SubtleCrypto: ["decrypt", "deriveBits", "deriveKey", "digest", "encrypt", "exportKey", "generateKey", "importKey", "sign", "unwrapKey", "verify", "wrapKey"],
  };
  const TOLD_BY_EVENTS = [
    ["IDBDatabase", "transaction", ["complete", "abort"]],
    ["IDBFactory", "deleteDatabase", ["success", "error", "blocked"]],
    ["IDBFactory", "open", ["success", "error", "blocked"]],
  ];
  const awaited = () => {
    awaiting += 1;
    let over = false;
    return () => {
      if (over) return;
      over = true;
      awaiting -= 1;
      changes += 1;
      answered();
    };
  };
  const wrap = (owner, method, wrapped) => {
    const native = window[owner]?.prototype[method];
    if (!native) return;
    window[owner].prototype[method] = function () {
      return wrapped(native.apply(this, arguments));
    };
  };
  for (const [owner, methods] of Object.entries(PROMISED)) {
    for (const method of methods) wrap(owner, method, (promise) => settled(promise, awaited()));
  }
  // A body that is read piece by piece has arrived when a copy of it has; one of no known length may never end.
  const body = Object.getOwnPropertyDescriptor(Response.prototype, "body");
  const copied = new WeakSet();
  Object.defineProperty(Response.prototype, "body", {
    ...body,
    get() {
      if (this.url && !this.bodyUsed && !copied.has(this) && this.headers.has("content-length")) {
        copied.add(this);
        this.clone().arrayBuffer().catch(() => {});
      }
      return body.get.call(this);
    },
  });
  for (const [owner, method, ends] of TOLD_BY_EVENTS) {
    wrap(owner, method, (asked) => {
      const done = awaited();
      for (const end of ends) asked.addEventListener(end, done);
      return asked;
    });
  }
  // What a worker asks for nobody sees here.
  for (const kind of ["Worker", "SharedWorker"]) {
    const construct = (...how) => {
      const worker = Reflect.construct(...how);
      note("worker");
      return worker;
    };
    if (window[kind]) window[kind] = new Proxy(window[kind], { construct });
  }
  // A worker may never answer.
  const WORKER_PATIENCE = 100;
  if (options.virtual && window.Worker) {
    const { postMessage } = Worker.prototype;
    Worker.prototype.postMessage = function (...message) {
      postMessage.apply(this, message);
      const done = awaited();
      for (const answer of ["message", "error"]) this.addEventListener(answer, done, { once: true });
      real.setTimeout(done, WORKER_PATIENCE);
    };
  }

  const askedBy = new WeakMap();
  const xhr = window.XMLHttpRequest.prototype;
  const { open: xhrOpen, send: xhrSend, abort: xhrAbort } = xhr;
  xhr.open = function (method, url, ...rest) {
    askedBy.set(this, { url: String(url), lock: String(method).toUpperCase() === "GET" });
    return xhrOpen.call(this, method, url, ...rest);
  };
  // Danger: one that is aborted while it tells that it is done ends without another word.
  xhr.abort = function () {
    const { readyState, status } = this;
    xhrAbort.call(this);
    if (readyState === XMLHttpRequest.DONE) askedBy.get(this)?.ended?.(status);
  };
  xhr.send = function (...body) {
    const { url, lock } = askedBy.get(this);
    if (abroad(url)) this.withCredentials = true;
    const finish = open(url, lock);
    let givenUp = false;
    const giveUp = () => (givenUp = true);
    this.addEventListener("abort", giveUp, { once: true });
    this.addEventListener("timeout", giveUp, { once: true });
    // A page that aborts what it has read leaves no status behind.
    let status = 0;
    const keep = () => {
      if (this.readyState === XMLHttpRequest.DONE) status = this.status;
    };
    this.addEventListener("readystatechange", keep);
    const endLimit = options.virtual ? limited(this) : () => {};
    let over = false;
    const done = () => {
      if (over) return;
      over = true;
      endLimit();
      this.removeEventListener("readystatechange", keep);
      finish();
      noteAnswer(url, status, givenUp);
    };
    this.addEventListener("loadend", done, { once: true });
    askedBy.get(this).ended = (answered) => {
      status = answered;
      done();
    };
    try {
      return xhrSend.apply(this, body);
    } catch (error) {
      endLimit();
      finish();
      throw error;
    }
  };

  // A request's own timeout goes by the fake clock: the browser hears of it when it is over.
  const limits = new WeakMap();
  const nativeTimeout = Object.getOwnPropertyDescriptor(xhr, "timeout");
  const limitOf = (request) => limits.get(request) ?? limits.set(request, { delay: 0 }).get(request);
  const limitAnew = (request) => {
    const { delay, sending } = limitOf(request);
    window.clearTimeout(sending?.timer);
    if (!delay || !sending) return;
    const expire = () => {
      sending.over = true;
      awaiting += 1;
      nativeTimeout.set.call(request, 1);
    };
    sending.timer = window.setTimeout(expire, sending.at + delay - Date.now());
  };
  const limited = (request) => {
    const sending = { at: Date.now() };
    limitOf(request).sending = sending;
    if (nativeTimeout.get.call(request)) nativeTimeout.set.call(request, 0);
    limitAnew(request);
    return () => {
      window.clearTimeout(sending.timer);
      if (sending.over) awaiting -= 1;
    };
  };
  if (options.virtual) {
    Object.defineProperty(xhr, "timeout", {
      ...nativeTimeout,
      get() {
        return limitOf(this).delay;
      },
      set(delay) {
        nativeTimeout.set.call(this, delay);
        limitOf(this).delay = nativeTimeout.get.call(this);
        nativeTimeout.set.call(this, 0);
        limitAnew(this);
      },
    });
  }

  // --- timers --------------------------------------------------------------------------------------

  const { setTimeout, clearTimeout, setInterval, clearInterval } = window;
  const { requestAnimationFrame, cancelAnimationFrame, requestIdleCallback, cancelIdleCallback } = window;
  const guarded = (callback, args) => {
    try {
      typeof callback === "function" ? callback.apply(window, args) : (0, eval)(String(callback));
    } catch (error) {
      reportError(error);
    }
  };
  const milliseconds = (delay) => {
    const number = Number(delay);
    return Number.isFinite(number) ? Math.max(0, number) : 0;
  };
  const forget = (native) => (id) => {
    timers.delete(Number(id));
    native(id);
  };
  if (options.virtual) {
    window.setTimeout = (callback, delay, ...args) => {
      const id = setTimeout(() => {
        timers.delete(id);
        guarded(callback, args);
      }, delay);
      timers.set(Number(id), Date.now() + milliseconds(delay));
      return id;
    };
    window.setInterval = (callback, delay, ...args) => {
      const id = setInterval(() => {
        timers.set(Number(id), Date.now() + milliseconds(delay));
        guarded(callback, args);
      }, delay);
      timers.set(Number(id), Date.now() + milliseconds(delay));
      return id;
    };
    window.clearTimeout = forget(clearTimeout);
    window.clearInterval = forget(clearInterval);

    const drawing = new Set();
    window.requestAnimationFrame = (callback) => {
      const id = requestAnimationFrame((time) => {
        drawing.delete(id);
        frames = drawing.size;
        guarded(callback, [time]);
      });
      drawing.add(id);
      frames = drawing.size;
      return id;
    };
    window.cancelAnimationFrame = (id) => {
      drawing.delete(id);
      frames = drawing.size;
      cancelAnimationFrame(id);
    };
    if (requestIdleCallback) {
      window.requestIdleCallback = (callback, idle) => {
        const id = requestIdleCallback((deadline) => {
          timers.delete(Number(id));
          guarded(callback, [deadline]);
        }, idle);
        timers.set(Number(id), Date.now() + 50);
        return id;
      };
      window.cancelIdleCallback = forget(cancelIdleCallback);
    }
    const nativeTimeout = AbortSignal.timeout;
    AbortSignal.timeout = (delay) => {
      const signal = nativeTimeout.call(AbortSignal, delay);
      const key = { signal };
      timers.set(key, Date.now() + milliseconds(delay));
      signal.addEventListener("abort", () => timers.delete(key));
      return signal;
    };
  }

  // --- console lines -------------------------------------------------------------------------------

  // Noted here, for a browser tells the driver of a line when it likes: Firefox often later than the line's
  // own consequences.
  const worded = (value) => (typeof value === "object" && !(value instanceof Error) ? json(value) : String(value));
  const json = (value) => {
    try {
      return JSON.stringify(value);
    } catch {
      return String(value);
    }
  };
  const said = ([first, ...rest]) => {
    const text = typeof first === "string" ? first.replace(/%[sdifoOc]/g, (spec) => filled(spec, rest)) : worded(first);
    return [text, ...rest.map(worded)].join(" ");
  };
  const filled = (spec, rest) => {
    if (!rest.length) return spec;
    const value = worded(rest.shift());
    return spec === "%c" ? "" : value;
  };
  const LEVELS = { debug: "debug", log: "log", info: "info", warn: "warning", error: "error" };
  for (const [method, level] of Object.entries(LEVELS)) {
    const native = console[method];
    console[method] = (...values) => {
      note("console", { level, text: short(said(values)) });
      native.apply(console, values);
    };
  }

  // --- errors and routes ---------------------------------------------------------------------------

  addEventListener(
    "error",
    (event) => {
      if (event instanceof ErrorEvent) note("error", { text: String(event.error ?? event.message) });
    },
    true,
  );
  addEventListener("unhandledrejection", (event) => note("rejection", { text: String(event.reason) }), true);
  addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
    if (effectiveDirective === "connect-src") note("blocked", { url: blockedURI });
  });

  addEventListener("pointerdown", ({ isTrusted }) => void (isTrusted && note("pointer", {})), true);

  let path = place(location);
  let href = location.href;
  const { pushState, replaceState } = history;
  const moved = () => {
    path = place(location);
    href = location.href;
    note("navigation", { path });
    look();
  };
  // Other documents are on their way: the page has asked for them. Where one turns out to be a download no event
  // says so here: the driver does, by `stays`.
  let leaves = 0;
  window.navigation?.addEventListener("navigate", ({ destination, downloadRequest }) => {
    if (!destination.sameDocument && downloadRequest === null) leaves += 1;
    changes += 1;
  });
  const stay = (times = 1) => (leaves = Math.max(0, leaves - times));
  window.navigation?.addEventListener("navigateerror", () => stay());
  window.navigation?.addEventListener("navigatesuccess", () => stay());
  addEventListener("load", () => {
    changes += 1;
    answered();
  });
  const between = () => leaves > 0 || document.readyState !== "complete";

  let stepping = false;
  const step = (native, history, to) => {
    stepping = true;
    try {
      native.apply(history, to);
    } finally {
      stepping = false;
    }
  };
  history.pushState = function (...to) {
    step(pushState, this, to);
    moved();
  };
  history.replaceState = function (...to) {
    step(replaceState, this, to);
    if (place(location) !== path) moved();
  };
  // Of a router that uses the Navigation API.
  window.navigation?.addEventListener("currententrychange", ({ navigationType }) => {
    const routed = !stepping && ["push", "replace"].includes(navigationType);
    // A page that takes a way itself is there before it has drawn what is there.
    if (routed) leaves = 0;
    if (routed && place(location) !== path) moved();
  });
  // A way into another hash tells of itself twice.
  addEventListener("popstate", () => location.href !== href && moved(), true);

  // --- shadow trees ----------------------------------------------------------------------------------

  // A user sees what is in them, closed ones too, and no selector and no observer reaches into them.
  const WATCHED = {
    attributes: true,
    attributeOldValue: true,
    characterData: true,
    characterDataOldValue: true,
    childList: true,
    subtree: true,
  };
  // A page that writes at each message of a burst what is there already would cost a look each time.
  const same = ({ type, target, attributeName, oldValue, addedNodes, removedNodes }) => {
    if (type === "attributes") return target.getAttribute(attributeName) === oldValue;
    if (type === "characterData") return target.data === oldValue;
    const [added, removed] = [[...addedNodes], [...removedNodes]];
    return [...added, ...removed].every((node) => node.nodeType === Node.TEXT_NODE) && words(added) === words(removed);
  };
  const words = (texts) => texts.map(({ data }) => data).join("");
  const watcher = new MutationObserver((records) => records.every(same) || look());
  const shadows = new Set();
  const roots = new WeakMap();
  const { attachShadow } = Element.prototype;
  Element.prototype.attachShadow = function (...how) {
    const root = attachShadow.apply(this, how);
    shadows.add(new WeakRef(root));
    roots.set(this, root);
    watcher.observe(root, WATCHED);
    return root;
  };
  const trees = () => {
    const found = [document];
    for (const shadow of shadows) {
      const root = shadow.deref();
      if (!root) shadows.delete(shadow);
      else if (root.host.isConnected) found.push(root);
    }
    return found;
  };
  const everywhere = (selector) => trees().flatMap((tree) => [...tree.querySelectorAll(selector)]);
  const wholeText = () =>
    trees()
      .flatMap((tree) => (tree === document ? [tree.body] : [...tree.children]))
      .filter((element) => element && visible(element))
      .map((element) => element.innerText ?? "")
      .join("\n");

  // --- what the page shows -------------------------------------------------------------------------

  const ROLES = {
    alert: "[role=alert]",
    button: "button, [role=button], input[type=submit], input[type=button]",
    dialog: "[role=dialog], dialog",
    heading: "[role=heading], h1, h2, h3, h4, h5, h6",
    link: "[role=link], a[href]",
    meter: "[role=meter], meter",
    progressbar: "[role=progressbar], progress",
    status: "[role=status], output",
  };
  const visible = (element) => element.checkVisibility?.({ checkVisibilityCSS: true }) ?? true;
  // What a component shows by its slots stands outside its tree.
  const slotted = (element) => [...element.querySelectorAll("slot")].flatMap((slot) => slot.assignedNodes({ flatten: true }));
  const above = (element) => {
    const slots = [...(roots.get(element.parentElement)?.querySelectorAll("slot") ?? [])];
    const slot = slots.find((each) => each.assignedNodes().includes(element));
    return slot ?? element.parentElement ?? element.getRootNode().host ?? null;
  };
  const inside = (outer, element) => element === outer || Boolean(element && inside(outer, above(element)));
  const textOf = (element) => {
    const own = (element.innerText ?? "").trim();
    const tree = own ? [] : [...(roots.get(element)?.children ?? [])].filter(visible).map(textOf);
    const through = slotted(element).map((node) => (node.nodeType === Node.TEXT_NODE ? node.data.trim() : textOf(node)));
    return [own, ...tree, ...through].filter(Boolean).join(" ");
  };
  const nameOf = (element) => String(element.getAttribute("aria-label") || textOf(element) || element.value || "").trim();
  // A bar's own share of its maximum, without what the division adds: 0.29 of 1 is 29 percent.
  // A bar of 3 in 9 shows nobody that it is no whole one.
  const percentage = ({ value, min = 0, max }) => {
    const share = (100 * (value - min)) / (max - min);
    return String(Number.isInteger(value) ? Math.round(share) : Number(share.toFixed(6)));
  };
  // One that says "NaN" says just that.
  const ariaValue = (element) => {
    const told = element.getAttribute("aria-valuenow");
    const [min, max] = [Number(element.getAttribute("aria-valuemin")), Number(element.getAttribute("aria-valuemax") ?? 100)];
    return told?.trim() && Number.isFinite(Number(told)) && max > min ? percentage({ value: Number(told), min, max }) : told;
  };
  const valueOf = (element) =>
    ariaValue(element) ??
    (element instanceof HTMLProgressElement || element instanceof HTMLMeterElement
      ? element.hasAttribute("value") ? percentage(element) : null
      : (element.matches(ROLES.progressbar) ? textOf(element) : nameOf(element)) || null);
  const find = (wanted) =>
    everywhere(wanted.css ?? ROLES[wanted.role] ?? `[role="${wanted.role}"]`).filter(
      (element) => visible(element) && (!wanted.name || new RegExp(wanted.name, "i").test(nameOf(element))),
    );
  const matched = (wanted, text) => {
    const match = new RegExp(wanted.text, "im").exec(text);
    return match && (match[1] ?? match[0]).trim();
  };
  // What fades counts as what it fades to: the next of its keyframes. What goes on for ever is seen now and then.
  const fadesTo = ({ effect, currentTime }) => {
    const { delay, progress, direction, currentIteration, endTime } = effect.getComputedTiming();
    const frames = effect.getKeyframes().filter(({ opacity }) => opacity !== undefined);
    if (!frames.length || progress === null || currentTime < delay) return undefined;
    if (endTime === Infinity) return Math.max(...frames.map(({ opacity }) => opacity));
    const turned = direction.endsWith("reverse") !== (direction.startsWith("alternate") && currentIteration % 2 === 1);
    const next = turned
      ? (frames.findLast(({ computedOffset }) => computedOffset < progress) ?? frames[0])
      : (frames.find(({ computedOffset }) => computedOffset > progress) ?? frames.at(-1));
    return next.opacity;
  };
  // What takes no room and shows nothing beyond it. One that is opened or shut counts as open; a body's overflow is
  // its window's.
  const shut = (element, { overflow }) => {
    if (overflow === "visible" || element === document.body || element === document.documentElement) return false;
    const { width, height } = element.getBoundingClientRect();
    return (width === 0 || height === 0) && !element.getAnimations?.().length;
  };
  // Out of sight, though it is there. What is taken out of the flow is not shut in by what is around it.
  const hidden = (element, inFlow = true) => {
    const [fading] = (element.getAnimations?.() ?? []).map(fadesTo).filter((opacity) => opacity !== undefined);
    const style = getComputedStyle(element);
    if (Number(fading ?? style.opacity) === 0 || (inFlow && shut(element, style))) return true;
    const outer = above(element);
    return outer ? hidden(outer, inFlow && !/absolute|fixed/.test(style.position)) : false;
  };
  // What several locators find, or one within another, is told once.
  const told = (wanteds, text) => {
    const found = [...new Set(wanteds.filter((wanted) => !wanted.text).flatMap(find))];
    const outer = found.filter((each) => !found.some((other) => other !== each && inside(other, each)));
    const texts = outer.filter((each) => textOf(each) && !hidden(each)).map(textOf);
    const read = wanteds.filter((wanted) => wanted.text).map((wanted) => matched(wanted, text) ?? "");
    return [...texts, ...read.filter((each) => !texts.some((other) => other.includes(each)))].filter(Boolean);
  };
  const read = (wanteds, text) => {
    for (const wanted of wanteds) {
      if (wanted.text) {
        const value = matched(wanted, text);
        if (value !== null) return value;
      } else {
        for (const element of find(wanted)) {
          const value = valueOf(element);
          if (value !== null) return value;
        }
      }
    }
    return null;
  };
  // A number may be right while the one bar beside it stands still: its value, what it says of it, or how far it is
  // filled.
  const MOVED = [
    [/^scaleX\(([\d.]+)\)$/, (factor) => 100 * factor],
    [/^translateX\(-?([\d.]+)%\)$/, (offset) => 100 - offset],
  ];
  // What is moved is the fill where it is as wide as its bar and says nothing: no label in the middle of it.
  const movedIn = (bar, element) => {
    if (element.textContent.trim() || element.offsetWidth < 0.9 * bar.clientWidth) return null;
    const shares = MOVED.map(([pattern, share]) => [pattern.exec(element.style.transform)?.[1], share]);
    const [found, share] = shares.find(([value]) => value !== undefined) ?? [];
    return found === undefined ? null : String(Number(share(Number(found)).toFixed(6)));
  };
  const fillOf = (bar) => {
    const told = valueOf(bar) !== null;
    const shares = [...bar.querySelectorAll("[style]")]
      .map((each) => (told ? movedIn(bar, each) : null) ?? /^([\d.]+)%$/.exec(each.style.width)?.[1] ?? null)
      .filter((each) => each !== null);
    return shares.length === 1 ? shares[0] : null;
  };
  // As JavaScript reads numbers: "٤٥" as "45", "45,5" as "45.5".
  const isDigit = (code) => /^\p{Nd}$/u.test(String.fromCodePoint(code));
  const plain = (text) =>
    text.replace(/[,٫]/g, ".").replace(/\p{Nd}/gu, (digit) => {
      let zero = digit.codePointAt(0);
      while (isDigit(zero - 1)) zero -= 1;
      return String((digit.codePointAt(0) - zero) % 10);
    });
  const spokenOf = (bar) => {
    const said = plain(bar.getAttribute("aria-valuetext") ?? "");
    const [share, ...others] = said.match(/[\d.]+(?=\s*[%٪])/g) ?? [];
    return share && !others.length ? share : null;
  };
  const bar = (progress) => {
    const bars = options.progress.some(({ role }) => role === "progressbar") ? find({ role: "progressbar" }) : [];
    if (bars.length !== 1) return null;
    const shown = [valueOf, fillOf, spokenOf].map((read) => read(bars[0])).filter((each) => each !== null);
    const off = (each) => Math.abs(Number(plain(each)) - Number(plain(progress ?? "")));
    return shown.reduce((worst, each) => (worst === null || off(each) > off(worst) ? each : worst), null);
  };
  // A modal is a notice, whatever the locators say, unless the run itself is in it.
  const MODALS = "dialog:modal, [role=alertdialog], [role=dialog][aria-modal=true]";
  const DRAWN = "canvas, iframe, img, input, select, svg, textarea, video";
  const bears = (element) => textOf(element) || element.matches(DRAWN) || element.querySelector(DRAWN);
  const resultsIn = (wanted, text) =>
    wanted.text ? matched(wanted, text) !== null : find(wanted).some((each) => bears(each) && !hidden(each));
  const inSight = (modal) =>
    (modal.checkVisibility?.({ checkOpacity: true, checkVisibilityCSS: true }) ?? true) &&
    !modal.closest("[inert], [aria-hidden=true]");
  const holds = (modal, wanted) =>
    wanted.text ? matched(wanted, textOf(modal)) !== null : find(wanted).some((each) => inside(modal, each));
  const theRun = [...options.run, ...options.progress, ...options.step];
  const modalsWithout = (wanteds) =>
    everywhere(MODALS).filter((modal) => inSight(modal) && !wanteds.some((wanted) => holds(modal, wanted)));
  const notices = (text) => {
    const failures = told(options.failure, text);
    const others = modalsWithout([...theRun, ...options.outcome]).map(textOf);
    const known = (other) => failures.some((each) => other.includes(each) || each.includes(other));
    return [...failures, ...others.filter((other) => other && !known(other))];
  };
  // What libraries call a notice, but for classes that a build may name anew.
  const CALLED = /alert|toast|snack|notif|notice|message|error|danger|flash|banner|callout/i;
  const marksOf = ({ localName, classList, attributes }) => {
    const classes = [...classList].map((name) => `.${CSS.escape(name)}`);
    const data = [...attributes].filter(({ name }) => name.startsWith("data-"));
    const named = data.map(({ name, value }) => (CALLED.test(name) || !value ? `[${name}]` : `[${name}=${CSS.escape(value)}]`));
    const marks = [localName.includes("-") ? localName : "", ...classes, ...named];
    return marks.filter((each) => CALLED.test(each) && !/\d/.test(each)).slice(0, 1);
  };
  // What covers another: a dialog with what it says, anything else by its tag.
  const DIALOGS = "dialog, [role=dialog], [role=alertdialog], [aria-modal=true]";
  const named = (element) => {
    const dialog = element?.closest(DIALOGS) ?? element?.querySelector(DIALOGS);
    if (dialog) return `a dialog, '${textOf(dialog).replace(/\s+/g, " ").slice(0, 60)}'`;
    const [id, names] = [element?.id && `#${element.id}`, [...(element?.classList ?? [])].map((name) => `.${name}`)];
    return element ? [element.localName, id, ...names].join("").slice(0, 80) : "nothing that can be clicked";
  };
  const LOCKED = ":disabled, [aria-disabled=true]";
  const locked = (run) => {
    const tree = roots.get(run);
    return run.matches(LOCKED) || Boolean(tree && (run.matches("[disabled]") || tree.querySelector(ROLES.button)?.matches(LOCKED)));
  };
  const picture = (text) => {
    const run = options.run.flatMap(find)[0];
    const busy = Boolean(run) && (locked(run) || new RegExp(options.busy, "i").test(nameOf(run)));
    const progress = read(options.progress, text);
    return {
      path: place(location),
      progress,
      bar: bar(progress),
      step: read(options.step, text),
      busy,
      runnable: Boolean(run) && !busy,
      alerts: notices(text),
      outcome: options.outcome.some((wanted) => resultsIn(wanted, text)),
    };
  };
  const MOST_TEXT = 20_000;
  // Where nothing says how results are known, their address does, unless its pattern is one of Python's alone.
  const address = (() => {
    try {
      return options.results == null ? null : new RegExp(options.results);
    } catch {
      return null;
    }
  })();
  function look() {
    const text = wholeText();
    const shown = picture(text);
    const drawn = JSON.stringify(shown);
    if (drawn !== last) note("picture", shown);
    last = drawn;
    // What stands around the results tells as well whose they are: a locator may find their heading alone.
    const results = shown.outcome || address?.test(shown.path) ? text : "";
    if (results === lastResults) return;
    lastResults = results;
    if (!results) return;
    note("results", { text: text.slice(0, MOST_TEXT) });
  }
  watcher.observe(document, WATCHED);

  // --- animations and view transitions -------------------------------------------------------------

  // They go by the real clock. Each that has an end is held as soon as it is seen, and ended when it is due by the
  // fake one: a page may wait for that. A transition of a colour or a width, as bars and buttons have it, is left
  // alone: hardly a page waits for those, and each would be one more stop.
  const ends = new Map();
  const UNAWAITED = /color|shadow|^(background|fill|stroke|width)/;
  const ending = ({ playState, timeline, effect, transitionProperty = "" }) =>
    playState === "running" &&
    timeline === document.timeline &&
    Number.isFinite(effect.getComputedTiming().endTime) &&
    !UNAWAITED.test(transitionProperty);
  const wayOf = ({ effect, playbackRate }) => {
    const { endTime } = effect.getComputedTiming();
    return playbackRate > 0 ? [0, endTime] : [endTime, 0];
  };
  const timeOf = (held) => wayOf(held)[1] - (ends.get(held) - Date.now()) * held.playbackRate;
  const REAL_FRAME = 17;
  const timeLeft = (animation) => {
    const [first, last] = wayOf(animation);
    const { currentTime, playbackRate } = animation;
    // One that has only gone on since the last look has begun now.
    const begunNow = Math.abs(currentTime - first) < real.performance.now() - lookedAt + REAL_FRAME;
    return (last - (begunNow ? first : currentTime)) / playbackRate;
  };
  let lookedAt = 0;
  const holdAnimations = async () => {
    const begun = trees().flatMap((tree) => tree.getAnimations()).filter(ending);
    if (begun.length) await soon(Promise.allSettled(begun.map(({ ready }) => ready)));
    for (const animation of begun.filter(ending)) {
      const left = timeLeft(animation);
      animation.pause();
      ends.set(animation, Date.now() + Math.max(0, left));
    }
    for (const [animation] of ends) {
      if (animation.playState !== "paused") ends.delete(animation);
      else animation.currentTime = timeOf(animation);
    }
    lookedAt = real.performance.now();
    return begun.length > 0;
  };
  const endAnimations = async () => {
    const due = [...ends].filter(([, at]) => at <= Date.now()).map(([animation]) => animation);
    for (const animation of due) {
      ends.delete(animation);
      if (animation.playState === "paused") animation.finish();
    }
    // Of an end the page hears in the browser's next frame, of a view transition's in the one after.
    for (let frames = 0; due.length && frames < 2; frames += 1) await soon(new Promise(real.requestAnimationFrame));
  };
  // Whether one of those has that element still to bring to its place.
  const MOVES = /^(transform|translate|scale|rotate|top|right|bottom|left|inset|margin|padding|(min|max)?(width|height))/i;
  const moving = (element) =>
    [...ends.keys()].some(
      ({ effect }) =>
        !effect.pseudoElement &&
        inside(effect.target, element) &&
        effect.getKeyframes().some((frame) => Object.keys(frame).some((property) => MOVES.test(property))),
    );
  // No frame comes where the window is out of sight.
  const LONGEST_FRAME = 500;
  const soon = (promise) =>
    Promise.race([promise.then(() => true), new Promise((resolve) => real.setTimeout(resolve, LONGEST_FRAME, false))]);

  // A view transition changes the page in one of the browser's next frames.
  const switching = new Set();
  const { startViewTransition } = Document.prototype;
  if (options.virtual && startViewTransition) {
    Document.prototype.startViewTransition = function (...how) {
      const transition = startViewTransition.apply(this, how);
      const begun = transition.ready.then(
        () => switching.delete(begun),
        () => switching.delete(begun),
      );
      switching.add(begun);
      changes += 1;
      return transition;
    };
  }

  // A page may begin one at a time of its own clock: its timeline goes by that one too.
  if (options.virtual) {
    const timelineTime = Object.getOwnPropertyDescriptor(AnimationTimeline.prototype, "currentTime");
    const startTime = Object.getOwnPropertyDescriptor(Animation.prototype, "startTime");
    const ahead = () => performance.now() - timelineTime.get.call(document.timeline);
    const moves = ({ timeline }, time) => timeline === document.timeline && typeof time === "number";
    Object.defineProperty(AnimationTimeline.prototype, "currentTime", {
      ...timelineTime,
      get() {
        const time = timelineTime.get.call(this);
        return this === document.timeline && time !== null ? performance.now() : time;
      },
    });
    Object.defineProperty(Animation.prototype, "startTime", {
      ...startTime,
      get() {
        if (ends.has(this)) return performance.now() - timeOf(this) / this.playbackRate;
        const time = startTime.get.call(this);
        return moves(this, time) ? time + ahead() : time;
      },
      set(time) {
        ends.delete(this);
        startTime.set.call(this, moves(this, time) ? time - ahead() : time);
      },
    });
  }

  // One without a length ends in the next frame, and a page may go on from there.
  const { animate } = Element.prototype;
  if (options.virtual) {
    Element.prototype.animate = function (...how) {
      const animation = animate.apply(this, how);
      if (animation.effect.getComputedTiming().endTime === 0) {
        const ended = new Promise((resolve) => {
          for (const end of ["finish", "cancel"]) animation.addEventListener(end, resolve);
        });
        const over = soon(ended).then(() => switching.delete(over));
        switching.add(over);
        changes += 1;
      }
      return animation;
    };
  }

  // --- the driver's side ---------------------------------------------------------------------------

  const NativeMessageChannel = window.MessageChannel;
  const turn = () =>
    new Promise((resolve) => {
      const { port1, port2 } = new NativeMessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(null);
    });
  // What the page does next, it does within a few tasks: quiet are three turns in a row that change nothing.
  const QUIET_TURNS = 3;
  const MOST_TURNS = 50;
  const MOST_ROUNDS = 20;
  const turns = async (times) => {
    for (let each = 0; each < times; each += 1) await turn();
  };
  const change = async () => {
    const before = changes;
    for (let turns = 0; changes === before && turns < MOST_TURNS; turns += 1) await turn();
  };
  // Answers that are on their way come within a few milliseconds: looking before they are there means to look
  // once more. Those that are held do not come. The fake clock leaves this timer alone.
  const PATIENCE = 20;
  const later = window.scheduler?.postTask?.bind(window.scheduler);
  const answers = (held) =>
    new Promise((resolve) => {
      answered = () => {
        if (requests.size <= held && !awaiting && !between()) resolve(true);
      };
      // Danger: in Firefox's back/forward cache the task is refused, and that is an error of the page where nobody
      // takes it.
      if (later) later(() => resolve(false), { delay: PATIENCE }).catch(() => {});
      else resolve(false);
    });
  const quiet = async () => {
    let before = changes;
    for (let turns = 0, still = 0; still < QUIET_TURNS && turns < MOST_TURNS; turns += 1) {
      await turn();
      still = changes === before ? still + 1 : 0;
      before = changes;
    }
  };
  const PHASES = ["connecting", "open", "closing"];
  const take = () => tape.splice(0);
  addEventListener("pagehide", () => {
    left = true;
    handOver(take());
  });

  // Out of the back/forward cache comes the document of before, its fake clock where it stood: it begins anew
  // with the next note.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    left = false;
    parts = lost = leaves = 0;
    tape.push(...carried().notes);
    begun = false;
    last = "";
  });

  const centre = (element) => {
    element.scrollIntoView({ block: "nearest", behavior: "instant" });
    const { x, y, width, height } = element.getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  };

  // The name of what a click there would meet in the element's place; null when it meets the element, or, where
  // that is `hollow`, one around it.
  const covering = (element, { x, y }, hollow) => {
    const top = element.getRootNode().elementFromPoint(x, y);
    return inside(element, top) || (hollow && inside(top, element)) ? null : named(top);
  };

  Object.defineProperty(window, "__runnerObserver", {
    value: {
      document: identity,
      // The tab's first document: none before it has told it the time.
      first: now === undefined,
      // Whether a notice, or the results, keep their user from all else, and where the one button is that puts
      // them away.
      modal() {
        const [first] = modalsWithout(theRun);
        const buttons = first ? find({ role: "button" }).filter((button) => inside(first, button)) : [];
        return first ? { button: buttons.length === 1 ? centre(buttons[0]) : null } : null;
      },
      turns: () => turns(QUIET_TURNS),
      // Where a user would click to go to that path within the page, and what covers the link there; null when
      // there is no link to it.
      link(path) {
        const link = everywhere("a[href]").find((each) => visible(each) && place(each) === path);
        if (!link) return null;
        const at = centre(link);
        return { ...at, cover: covering(link, at, true) };
      },
      // The browser's Back; resolves when this document has another route, or is left.
      back() {
        return new Promise((resolve) => {
          addEventListener("popstate", () => resolve("here"), { once: true });
          addEventListener("pagehide", () => resolve("left"), { once: true });
          history.back();
        });
      },
      // All that a person could read here, whatever the locators say; and by which selectors notices may be found.
      legible() {
        const readBy = { progressbar: valueOf, meter: valueOf, alert: textOf, alertdialog: textOf, dialog: textOf, status: textOf };
        return {
          text: wholeText(),
          buttons: find({ role: "button" }).map(nameOf),
          links: find({ role: "link" }).filter((each) => each.pathname).map(place),
          marked: everywhere("*").filter(visible).flatMap((each) => marksOf(each).map((css) => [css, textOf(each)])),
          regions: Object.entries(readBy).flatMap(([role, read]) => find({ role }).map((each) => [role, read(each) ?? ""])),
        };
      },
      // Where a user would click to run, and whether that is `moving`; otherwise `hindrance` says why nobody can.
      runButton() {
        const run = options.run.flatMap(find)[0];
        if (!run) return { hindrance: "there is none" };
        if (locked(run)) return { hindrance: "it is disabled" };
        const at = centre(run);
        const cover = covering(run, at, slotted(run).length > 0);
        return cover ? { hindrance: `it is covered by ${cover}` } : { ...at, moving: moving(run) };
      },
      async view({ expecting, held, stays }) {
        stay(stays);
        await endAnimations();
        if (expecting) await change();
        await quiet();
        // A page that asks again at each answer would keep whoever looks on for ever.
        for (let rounds = 0; rounds < MOST_ROUNDS && (requests.size > held || awaiting || between() || switching.size); rounds += 1) {
          if (!(await (switching.size ? soon(Promise.all(switching)) : answers(held)))) break;
          await quiet();
        }
        for (let rounds = 0; options.virtual && rounds < MOST_ROUNDS && (await holdAnimations()); rounds += 1) await quiet();
        look();
        return JSON.stringify({
          now: Date.now(),
          document: identity,
          changes,
          sent,
          sockets: sockets
            .filter(({ socket }) => socket && socket.readyState < NativeWebSocket.CLOSED)
            .map(({ socket, url, messages, sent }) => ({ url, phase: PHASES[socket.readyState], messages, sent })),
          requests: [...requests],
          awaiting,
          between: between(),
          next: timers.size || ends.size ? Math.min(...timers.values(), ...ends.values()) : null,
          drawing: frames > 0,
          // Danger: what is told by a document that goes may not arrive.
          tape: leaves ? [] : take(),
        });
      },
    },
  });
}
