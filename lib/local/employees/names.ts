/** Names of many places; some need more than one byte a letter, as real data does. */
const split = (names: string): readonly string[] => names.trim().split(/\s+/);

export const womensNames = split(`
  Aaliyah Adaeze Agnieszka Aiko Amélie Amina Ana Anjali Anneke Aoife Astrid Ayşe Beatriz Bronwyn Camila Chiara Chloé
  Chun Daria Dilnoza Eilidh Elena Elif Emily Esther Fatima Femke Freya Gabriela Grace Hana Hannah Ifeoma Inés Ingrid
  Isabel Jana Jelena Jing Joana Kateřina Keiko Kiri Laila Leilani Lerato Linnéa Lucía Magda Mai Mariam Marta Mei Mina
  Nadia Naledi Ngozi Nia Noémie Nora Olga Paula Priya Rania Rosa Ruth Sakura Saoirse Shira Sofia Sunita Tatiana Thandi
  Ulla Valentina Wanjiru Xiu Yasmin Yuki Zofia Zoë`);

export const mensNames = split(`
  Aarav Abdul Adrián Akira Alejandro Ali Anders André Anton Arjun Arthur Ashok Bao Bartosz Bjørn Bogdan Carlos Chidi
  Christos Dai Daniel Dawit Diego Dmitri Eduardo Elias Emeka Emil Enzo Farid Felix Finn Francisco François George Giulio
  Gustav Hamza Haruto Henrik Hiroshi Hugo Ibrahim Ivan Jakub James Jens João José Juan Jürgen Kofi Kwame Lars Liam Luca
  Łukasz Mandla Marco Mateo Matteo Mihai Miguel Mohamed Nikola Nils Olufemi Omar Oscar Pavel Pedro Rajesh Ren Rui Samuel
  Sean Sergei Søren Sven Tariq Thabo Tomáš Viktor Wei Yusuf`);

export const lastNames = split(`
  Abebe Achterberg Adeyemi Ahmed Almeida Andersson Arslan Baker Banerjee Bauer Bernard Bianchi Björk Botha Bălan Cardoso
  Castro Chen Choi Costa Cruz Dlamini Dubois Díaz Eriksen Evans Farah Fernández Fischer Fontaine Fujita García Ghosh
  Gómez Greenberg Gupta Haddad Hansen Hashimoto Hayashi Hernández Hoffmann Horvat Hughes Ito Ivanova Jansen Johansson
  Jones Kaplan Kapoor Kaya Khan Kim Kovač Kowalski Kumar Larsen Lefèvre Leroy Li Lindgren López Magalhães Mahlangu
  Martínez Mensah Meyer Mishra Moreau Morris Mokoena Müller Murphy Nakamura Nguyen Nielsen Novák Nowak Núñez O'Brien
  Okafor Okonkwo Oliveira Papadopoulos Park Patel Petrov Pham Popescu Rahman Ramírez Reddy Rossi Saitō Santos Sato
  Schmidt Schröder Sharma Silva Singh Smith Søndergaard Suzuki Takahashi Tan Tanaka Taylor Tesfaye Torres Tran Vasquez
  Virtanen Volkov Wagner Walker Wang Weber Williams Wójcik Wright Yamamoto Yılmaz Zhang Zhou`);

/** Number and name of the nine departments, and how many managers each has had: 24 in all. */
export const departments = [
  { number: "d001", name: "Marketing", managers: 2 },
  { number: "d002", name: "Finance", managers: 2 },
  { number: "d003", name: "Human Resources", managers: 2 },
  { number: "d004", name: "Production", managers: 4 },
  { number: "d005", name: "Development", managers: 2 },
  { number: "d006", name: "Quality Management", managers: 4 },
  { number: "d007", name: "Sales", managers: 2 },
  { number: "d008", name: "Research", managers: 2 },
  { number: "d009", name: "Customer Service", managers: 4 },
] as const;

/** What people become, step by step. */
export const careers = [
  ["Engineer", "Senior Engineer"],
  ["Assistant Engineer", "Engineer", "Senior Engineer"],
  ["Staff", "Senior Staff"],
  ["Technique Leader"],
] as const;
