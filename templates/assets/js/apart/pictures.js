// A drawing of the page as a picture to take away: its looks written into it, its source, facts and state below it.
{
  const NS = "http://www.w3.org/2000/svg";
  const LOOKS = ["fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "font-family", "font-size", "font-weight", "font-style"];
  const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

  const made = (tag, attributes, text = "") => {
    const element = document.createElementNS(NS, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.textContent = text;
    return element;
  };

  const wrapped = (text, most) => text.match(new RegExp(`.{1,${most}}(?:[ ,]|$)`, "g")) ?? [text];

  const drawn = (chart, more) => {
    const from = chart.querySelector("svg.drawing");
    const copy = from.cloneNode(true);
    const theirs = [...copy.querySelectorAll("*")];
    [...from.querySelectorAll("*")].forEach((element, place) => {
      const looks = getComputedStyle(element);
      for (const name of LOOKS) theirs[place].setAttribute(name, looks.getPropertyValue(name));
      for (const name of [...theirs[place].getAttributeNames()]) if (/^(class|data-|href|tabindex|aria-)/.test(name)) theirs[place].removeAttribute(name);
    });
    const [, , width, height] = from.getAttribute("viewBox").split(" ").map(Number);
    const said = [msg`Source: ${more.sources.join(", ")}; ${more.verified}.`, msg`Facts: ${more.facts.join(", ")}`, msg`${document.body.dataset.site}, content of ${document.body.dataset.built}`];
    const head = wrapped(more.title, 46);
    const foot = said.flatMap((one) => wrapped(one, 84));
    const top = 22 * head.length + 16;
    const whole = [width + 32, top + height + 14 * foot.length + 28];
    const svg = made("svg", { xmlns: NS, width: whole[0] * 2, height: whole[1] * 2, viewBox: `0 0 ${whole.join(" ")}` });
    const font = { "font-family": getComputedStyle(document.body).fontFamily, fill: style("ink") };
    const body = made("g", { transform: `translate(16 ${top})` });
    body.append(...copy.childNodes);
    svg.append(
      made("metadata", {}, said.join(" ")),
      made("rect", { width: "100%", height: "100%", fill: style("paper") }),
      ...head.map((one, line) => made("text", { ...font, x: 16, y: 26 + 22 * line, "font-size": 17, "font-weight": 600 }, one)),
      body,
      ...foot.map((one, line) => made("text", { ...font, fill: style("muted"), x: 16, y: top + height + 20 + 14 * line, "font-size": 9.5 }, one)),
    );
    return [new XMLSerializer().serializeToString(svg), whole];
  };

  const png = (address, [width, height]) => new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => {
      const canvas = sitegen.el("canvas", { width: width * 2, height: height * 2 });
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => (blob ? resolve(URL.createObjectURL(blob)) : reject(new Error("no picture"))), "image/png");
    };
    image.onerror = () => reject(new Error("no picture"));
    image.src = address;
  });

  sitegen.picture = async (chart, format) => {
    const more = await sitegen.file(chart.dataset.modes);
    const [text, size] = drawn(chart, more);
    const svg = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
    sitegen.el("a", { href: format === "png" ? await png(svg, size) : svg, download: `${chart.id}.${format}` }).click();
  };
}
