// Shows the number of each [data-shows] slider in the output element it names.
document.querySelectorAll("[data-shows]").forEach((slider) => {
  const output = document.getElementById(slider.dataset.shows);
  slider.addEventListener("input", () => { output.value = slider.value; });
});
